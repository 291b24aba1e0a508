namespace RaptorFlow.Marketing;

/// <summary>A product with what it is good for: feature → benefit → job to be done, as far as the evidence goes.</summary>
public sealed record ProductFact
{
    /// <summary><c>P1</c>, <c>P2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The product's name, verbatim, without its explanation.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Details the brief gives in the same place: parts, prices, variants.</summary>
    public IReadOnlyList<Finding> Features { get; init; } = [];

    /// <summary>What customers gain, from differentiators, documents and notes that speak of this product.</summary>
    public IReadOnlyList<Finding> Benefits { get; init; } = [];

    /// <summary>Jobs customers want done, where the evidence tells.</summary>
    public IReadOnlyList<Finding> Jobs { get; init; } = [];
}

/// <summary>What sets a company apart.</summary>
public sealed record Differentiator
{
    /// <summary><c>D1</c>, <c>D2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The brief's words, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>Where they stand.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Other places in the brief or documents that support it.</summary>
    public IReadOnlyList<Evidence> Proof { get; init; } = [];

    /// <summary>Products it speaks of, by id; empty when it speaks of the company as a whole.</summary>
    public IReadOnlyList<string> ProductIds { get; init; } = [];
}

/// <summary>How much a segment matters now.</summary>
public enum SegmentPriority
{
    /// <summary>Served now.</summary>
    Primary,

    /// <summary>Named as coming later.</summary>
    Later,

    /// <summary>Helps to reach others: partners, resellers, prescribers.</summary>
    Partner,
}

/// <summary>A group the company serves.</summary>
public sealed record Segment
{
    /// <summary><c>S1</c>, <c>S2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>A short name in the brief's words: <c>Product engineers and technical founders</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands, the whole entry quoted.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>How much it matters now.</summary>
    public SegmentPriority Priority { get; init; }

    /// <summary>Limits of the segment in numbers: size, revenue, age.</summary>
    public IReadOnlyList<Quantity> Bounds { get; init; } = [];

    /// <summary>Whether the goal speaks of this segment.</summary>
    public bool InGoal { get; init; }
}

/// <summary>A competitor, as far as the brief tells.</summary>
public sealed record CompetitorFact
{
    /// <summary><c>K1</c>, <c>K2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The name alone, verbatim.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is named.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>What the brief says about it. Null when it only names it.</summary>
    public Evidence? Note { get; init; }

    /// <summary>Other places that mention it: past campaigns, documents, the goal.</summary>
    public IReadOnlyList<Evidence> Mentions { get; init; } = [];
}
