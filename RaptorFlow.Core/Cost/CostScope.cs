namespace RaptorFlow.Core.Cost;

/// <summary>On whose account a call is made.</summary>
public sealed record CostScope
{
    public required Guid WorkspaceId { get; init; }

    public Guid? UserId { get; init; }

    public Guid? CampaignId { get; init; }

    public required Guid RunId { get; init; }

    public required Guid TaskId { get; init; }

    public required string AgentCode { get; init; }
}
