namespace RaptorFlow.Marketing;

/// <summary>Step 10: where the money and effort go.</summary>
public sealed record ChannelPlan
{
    /// <summary><c>brief</c> when the user's split is kept, <c>proposed</c> when the brief has none, <c>none</c> without a budget.</summary>
    public required string SplitSource { get; init; }

    /// <summary>The channels, largest first. With a budget, their shares add up to 1 and their money to <see cref="MonthlyTotal"/> exactly.</summary>
    public required IReadOnlyList<ChannelAllocation> Channels { get; init; }

    /// <summary>The month's money. Null without a budget.</summary>
    public Money? MonthlyTotal { get; init; }

    /// <summary>Channels left out, each with the constraint or reason.</summary>
    public required IReadOnlyList<ExcludedChannel> Excluded { get; init; }

    /// <summary>What the evidence says for or against the split, sum check included.</summary>
    public required IReadOnlyList<string> Comments { get; init; }
}

/// <summary>A channel with its money.</summary>
public sealed record ChannelAllocation
{
    /// <summary>The name people read; the brief's key where the split is the user's.</summary>
    public required string Name { get; init; }

    /// <summary>The channels it means, as ids of <see cref="Marketing.Channels"/>.</summary>
    public required IReadOnlyList<string> ChannelIds { get; init; }

    /// <summary>A fraction of 1. Null without a budget.</summary>
    public decimal? Share { get; init; }

    /// <summary>The month's money. Null without a budget.</summary>
    public Money? Monthly { get; init; }

    /// <summary>0 to 1: how well the channel fits audience, objective, budget and sales cycle.</summary>
    public required double Fit { get; init; }

    /// <summary>The parts of the fit: <c>audience</c>, <c>objective</c>, <c>budget</c>, <c>cycle</c>, each 0 to 1.</summary>
    public required IReadOnlyDictionary<string, double> FitParts { get; init; }

    /// <summary>Why it is here, from the evidence.</summary>
    public required IReadOnlyList<Finding> Why { get; init; }

    /// <summary>What it takes to begin: what must exist first.</summary>
    public required string EntryCost { get; init; }

    /// <summary>What is expected of it: a question unless history or a named benchmark is there.</summary>
    public required string Expectation { get; init; }
}

/// <summary>A channel left out.</summary>
/// <param name="ChannelId">Its id.</param>
/// <param name="Reason">Why.</param>
/// <param name="ConstraintId">The constraint that forbids it, when one does.</param>
public sealed record ExcludedChannel(string ChannelId, string Reason, string? ConstraintId);
