namespace RaptorFlow.Marketing;

/// <summary>Step 4: how large the market is, or exactly which figures are missing to say so.</summary>
public sealed record MarketAssessment
{
    /// <summary>The segments with what is known of their size.</summary>
    public required IReadOnlyList<MarketSegment> Segments { get; init; }

    /// <summary>Total addressable market.</summary>
    public required MarketSize Tam { get; init; }

    /// <summary>Serviceable addressable market.</summary>
    public required MarketSize Sam { get; init; }

    /// <summary>Serviceable obtainable market.</summary>
    public required MarketSize Som { get; init; }

    /// <summary>Growth figures that dated numbers allow; empty when there are none.</summary>
    public required IReadOnlyList<Finding> Growth { get; init; }

    /// <summary>The company's own place, as far as it is told: customers, share.</summary>
    public required IReadOnlyList<Finding> OwnPosition { get; init; }
}

/// <summary>A segment with what is known of its size.</summary>
/// <param name="SegmentId">The segment, by id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bounds">How the brief bounds it, in its words.</param>
/// <param name="Count">How many there are, where evidence tells.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record MarketSegment(string SegmentId, string Name, IReadOnlyList<string> Bounds, Quantity? Count, IReadOnlyList<Evidence> Evidence);

/// <summary>A market size by a stated formula.</summary>
/// <param name="Formula">The formula in words: <c>number of target organisations × revenue per organisation and year</c>.</param>
/// <param name="Inputs">What goes in, known or missing.</param>
/// <param name="Low">The least, when every input is known.</param>
/// <param name="High">The most, when every input is known.</param>
public sealed record MarketSize(string Formula, IReadOnlyList<MarketInput> Inputs, Money? Low, Money? High)
{
    /// <summary><c>top_down</c>, <c>bottom_up</c>, both joined by <c>+</c>, or <c>not_computable</c>.</summary>
    public string Method { get; init; } = "not_computable";

    /// <summary>Whether the two ways agree, when both could be taken.</summary>
    public string? CrossCheck { get; init; }
}

/// <summary>One figure of a formula.</summary>
/// <param name="Name">What it is: <c>number of bakeries in Lyon</c>.</param>
/// <param name="Value">The figure; null when missing.</param>
/// <param name="Evidence">Where it stands; null when missing.</param>
/// <param name="WhereToFind">For a missing figure, the kind of source that would have it.</param>
public sealed record MarketInput(string Name, Quantity? Value, Evidence? Evidence, string? WhereToFind);
