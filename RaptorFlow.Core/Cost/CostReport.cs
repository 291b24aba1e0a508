using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cost;

/// <summary>Calls, by who answered.</summary>
public sealed record CallCounts(long Provider, long Cache, long Record, long Draft);

/// <summary>What calls used and cost. Money in micro-dollars (1 USD = 1,000,000).</summary>
public sealed record CostRow
{
    /// <summary>The agent's code, the model's id, the day as <c>2026-11-23</c>, the tier, the source as <c>provider/operation</c>, or an id. Absent for what is of none.</summary>
    public string? Key { get; init; }

    /// <summary>The campaign's name, the member's address, the run's workflow.</summary>
    public string? Name { get; init; }

    public required CallCounts Calls { get; init; }

    /// <summary>All input tokens, the cached ones among them.</summary>
    public required long InputTokens { get; init; }

    public required long CachedInputTokens { get; init; }

    /// <summary>All output tokens, the reasoning ones among them.</summary>
    public required long OutputTokens { get; init; }

    public required long ReasoningTokens { get; init; }

    public required long CostMicros { get; init; }

    /// <summary>What answers from the cache or the record cost when they were bought.</summary>
    public required long SavedMicros { get; init; }

    /// <summary>Calls whose provider gave no usage, so that it was counted from the text.</summary>
    public required long EstimatedCalls { get; init; }
}

/// <summary>Costs by a key.</summary>
public sealed record CostReport
{
    public required CostKey By { get; init; }

    /// <summary>The first day, UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, UTC, which counts.</summary>
    public required DateOnly To { get; init; }

    public required IReadOnlyList<CostRow> Items { get; init; }

    /// <summary>How many items there are in all.</summary>
    public required int Keys { get; init; }

    /// <summary>Of all items, those not shown among them.</summary>
    public required CostRow Total { get; init; }
}

/// <summary>One call as it was booked.</summary>
public sealed record BookedCall
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public CostKind Kind { get; init; }
    public string Agent { get; init; } = "";

    /// <summary>The model's id; of a source, the operation.</summary>
    public string Model { get; init; } = "";
    public string Provider { get; init; } = "";
    public ModelTier? AskedTier { get; init; }

    /// <summary>The tier of the model that answered.</summary>
    public ModelTier? Tier { get; init; }
    public ServedFrom ServedFrom { get; init; }

    /// <summary>Why it is not what was asked for.</summary>
    public string? Reason { get; init; }
    public long InputTokens { get; init; }
    public long CachedInputTokens { get; init; }
    public long OutputTokens { get; init; }
    public long ReasoningTokens { get; init; }
    public long CostMicros { get; init; }
    public long SavedMicros { get; init; }
    public bool Estimated { get; init; }
    public Guid RunId { get; init; }
    public Guid TaskId { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? UserId { get; init; }
}

/// <summary>Sums as they are read.</summary>
internal sealed record CostSums
{
    public string? Key { get; init; }
    public string? Name { get; init; }
    public long Keys { get; init; }
    public long Provider { get; init; }
    public long Cache { get; init; }
    public long Record { get; init; }
    public long Draft { get; init; }
    public long InputTokens { get; init; }
    public long CachedInputTokens { get; init; }
    public long OutputTokens { get; init; }
    public long ReasoningTokens { get; init; }
    public long CostMicros { get; init; }
    public long SavedMicros { get; init; }
    public long EstimatedCalls { get; init; }

    public CostRow Row() => new()
    {
        Key = Key,
        Name = Name,
        Calls = new(Provider, Cache, Record, Draft),
        InputTokens = InputTokens,
        CachedInputTokens = CachedInputTokens,
        OutputTokens = OutputTokens,
        ReasoningTokens = ReasoningTokens,
        CostMicros = CostMicros,
        SavedMicros = SavedMicros,
        EstimatedCalls = EstimatedCalls,
    };
}
