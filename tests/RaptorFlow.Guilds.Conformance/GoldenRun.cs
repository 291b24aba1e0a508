using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Agents.Pipeline;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>The rehearsal that golden answers come from.</summary>
internal static class GoldenRun
{
    /// <summary>A Monday, so that dated plans stay as they are.</summary>
    private static readonly DateTimeOffset Today = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static WorkflowRehearsal Of(Installation installation) => new(installation.Guilds, new FakeTimeProvider(Today));
}
