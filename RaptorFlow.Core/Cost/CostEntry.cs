using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cost;

/// <summary>What a call was made to.</summary>
public enum CostKind
{
    Model,
    Source,
}

/// <summary>Who answered a call.</summary>
public enum ServedFrom
{
    /// <summary>A provider, for money.</summary>
    Provider,

    /// <summary>The workspace's cache.</summary>
    Cache,

    /// <summary>The answer that the same task was given before.</summary>
    Record,

    /// <summary>The agent's own draft: no model could be asked or afforded.</summary>
    Draft,
}

/// <summary>What one call used and cost.</summary>
public sealed record CostEntry
{
    public CostKind Kind { get; init; }

    /// <summary>The model's id in the catalogue; of a source, the operation.</summary>
    public required string Model { get; init; }

    public required string Provider { get; init; }

    /// <summary>The tier that was asked for; null for a source.</summary>
    public ModelTier? AskedTier { get; init; }

    /// <summary>The tier of the model that answered; null when none did.</summary>
    public ModelTier? Tier { get; init; }

    public ServedFrom ServedFrom { get; init; }

    /// <summary>What the same answer cost when it was bought.</summary>
    public long SavedMicros { get; init; }

    /// <summary>Why it is not what was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>All input tokens, the cached ones among them.</summary>
    public required long InputTokens { get; init; }

    public long CachedInputTokens { get; init; }

    /// <summary>All output tokens, the reasoning ones among them.</summary>
    public required long OutputTokens { get; init; }

    public long ReasoningTokens { get; init; }

    public required long CostMicros { get; init; }

    /// <summary>The provider gave no usage, or only part of it; the missing figures were counted from the text.</summary>
    public bool Estimated { get; init; }
}
