using RaptorFlow.Agents;
using RaptorFlow.Guilds;

namespace RaptorFlow.Guild.Bench;

/// <summary>A guild whose agent does next to nothing, to measure what is around it.</summary>
public sealed class BenchGuild : IGuild
{
    public string Name => "bench";

    public string DisplayName => "Bench Guild";

    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<Idler>("idler");
    }
}

/// <param name="Bytes">How long the answer is.</param>
/// <param name="Milliseconds">How long it takes.</param>
internal sealed record Idle(int Bytes = 0, int Milliseconds = 0);

/// <param name="Begun">When the agent began, in ticks of the machine's monotonic clock.</param>
/// <param name="Text">The answer.</param>
internal sealed record Idled(long Begun, string Text);

internal sealed class Idler : Agent<Idle, Idled>
{
    protected override async ValueTask<Draft<Idled>> DraftAsync(Idle input, AgentContext context, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        if (input.Milliseconds > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(input.Milliseconds), context.Time, cancellationToken);
        return new() { Output = new(begun, new('x', input.Bytes)), Confidence = new(1, "measured") };
    }
}
