namespace RaptorFlow.Cli.Api;

/// <summary>Costs by a key.</summary>
internal sealed record CostReportView
{
    public IReadOnlyList<CostRowView> Items { get; init; } = [];

    public int Keys { get; init; }

    public required CostRowView Total { get; init; }
}

internal sealed record CostRowView
{
    public string? Key { get; init; }

    public string? Name { get; init; }

    public CallCountsView Calls { get; init; } = new(0, 0, 0, 0);

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CostMicros { get; init; }

    public long SavedMicros { get; init; }
}

/// <summary>Calls, by who answered.</summary>
internal sealed record CallCountsView(long Provider, long Cache, long Record, long Draft);

internal sealed record BudgetView
{
    public required string Scope { get; init; }

    public required string Id { get; init; }

    public long LimitMicros { get; init; }

    public bool IsDefault { get; init; }

    public long SpentMicros { get; init; }

    public long HeldMicros { get; init; }

    public long LeftMicros { get; init; }
}

/// <summary>What a run would cost.</summary>
internal sealed record QuoteView
{
    public required string Id { get; init; }

    public string? Workflow { get; init; }

    public long LeastMicros { get; init; }

    public long LikelyMicros { get; init; }

    public long MostMicros { get; init; }

    public IReadOnlyList<QuotedStepView> Steps { get; init; } = [];
}

internal sealed record QuotedStepView
{
    public required string Step { get; init; }

    public string? Agent { get; init; }

    public string? Basis { get; init; }

    public string? Model { get; init; }

    public long LeastMicros { get; init; }

    public long LikelyMicros { get; init; }

    public long MostMicros { get; init; }
}
