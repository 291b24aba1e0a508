using Microsoft.Extensions.Time.Testing;

namespace RaptorFlow.Testing;

/// <summary>A host's clock that is set: the time of day jumps, timers and timestamps go on.</summary>
internal sealed class SetClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
