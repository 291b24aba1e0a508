namespace RaptorFlow.Core.Cost;

/// <summary>What one call used and cost.</summary>
public sealed record CostEntry
{
    public required string Model { get; init; }

    public required string Provider { get; init; }

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
