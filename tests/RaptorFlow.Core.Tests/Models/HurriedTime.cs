using System.Collections.Concurrent;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>A clock on which waits up to a length are over at once, and are remembered; longer ones take their time.</summary>
internal sealed class HurriedTime(TimeSpan upTo) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > upTo || dueTime < TimeSpan.Zero)
            return base.CreateTimer(callback, state, dueTime, period);
        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
