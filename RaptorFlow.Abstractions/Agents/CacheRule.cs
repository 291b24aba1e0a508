namespace RaptorFlow.Agents;

/// <summary>How long a model's answer to an agent may be given again to the same question in the same workspace. In a card, <c>cache</c> is a kind or a lifetime.</summary>
public sealed record CacheRule
{
    /// <summary>What the answers are about.</summary>
    public CacheKind Kind { get; init; } = CacheKind.AgentResponses;

    /// <summary>0 to 366 days, whatever the settings say of the kind; zero: never; null: as the settings say.</summary>
    public TimeSpan? Lifetime { get; init; }
}
