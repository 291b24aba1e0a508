using System.Text.Json;

namespace RaptorFlow.Core.Campaigns;

/// <summary>A campaign of a workspace.</summary>
public sealed record Campaign
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>awareness, consideration, conversion, retention or advocacy.</summary>
    public string Objective { get; init; } = "";

    /// <summary>planning, approved, active, paused, completed or archived.</summary>
    public string Status { get; init; } = "";
    public string? Positioning { get; init; }
    public string[] Cohorts { get; init; } = [];

    /// <summary>In the currency's main unit.</summary>
    public decimal? Budget { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }

    /// <summary>Raised by every change; send it back with an update to be told of changes in between.</summary>
    public int Version { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What a workflow's step found for a campaign.</summary>
public sealed record FoundationStep
{
    public string Step { get; init; } = "";
    public Guid RunId { get; init; }
    public JsonElement Output { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The campaign's life: planning → approved → active ⇄ paused → completed; what is not active can be archived.</summary>
public static class CampaignStatus
{
    private static readonly Dictionary<string, string[]> Next = new()
    {
        ["planning"] = ["approved", "archived"],
        ["approved"] = ["active", "planning", "archived"],
        ["active"] = ["paused", "completed"],
        ["paused"] = ["active", "completed", "archived"],
        ["completed"] = ["archived"],
        ["archived"] = [],
    };

    public static IReadOnlyCollection<string> All => Next.Keys;

    public static IReadOnlyList<string> After(string status) => Next[status];
}

/// <summary>What campaigns are for.</summary>
public static class CampaignObjectives
{
    public static IReadOnlyList<string> All { get; } = ["awareness", "consideration", "conversion", "retention", "advocacy"];
}
