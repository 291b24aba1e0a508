using RaptorFlow.Council.Architect;
using RaptorFlow.Council.Cognition;
using RaptorFlow.Council.Strategos;
using RaptorFlow.Guilds;

namespace RaptorFlow.Council;

/// <summary>The Council of Lords: plans, strategy, memory, arbitration.</summary>
public sealed class CouncilGuild : IGuild
{
    /// <inheritdoc/>
    public string Name => "council";

    /// <inheritdoc/>
    public string DisplayName => "Council of Lords";

    /// <inheritdoc/>
    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<PlanAgent>("plan").AddBehaviour<PlanReviewAgent>("plan-review").AddBehaviour<PositioningAgent>("positioning").AddBehaviour<RoadmapAgent>("roadmap")
            .AddBehaviour<AdmissionAgent>("admission").AddBehaviour<LearningsAgent>("learnings");
    }
}
