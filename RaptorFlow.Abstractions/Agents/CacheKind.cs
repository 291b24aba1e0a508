namespace RaptorFlow.Agents;

/// <summary>
/// What a model's answers are about. The settings of an installation say for each kind how long it is kept; workspaces count and empty what they
/// have kept by kind. Cards write it in <c>snake_case</c>: <c>market_data</c>.
/// </summary>
public enum CacheKind
{
    /// <summary>Of no kind below; 24 hours unless the settings say otherwise.</summary>
    AgentResponses,

    /// <summary>Markets, their size and growth; 7 days.</summary>
    MarketData,

    /// <summary>Competitors and what they offer; 7 days.</summary>
    CompetitorProfiles,

    /// <summary>Audiences and the people in them; 30 days.</summary>
    Personas,

    /// <summary>What came of campaigns; 365 days.</summary>
    CampaignResults,

    /// <summary>What a workspace and its people prefer; 30 days.</summary>
    Preferences,
}
