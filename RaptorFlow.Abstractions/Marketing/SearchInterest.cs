namespace RaptorFlow.Marketing;

/// <summary>
/// How much a topic was searched for in a place over time, as Google Trends gives it ("Interest over time"): relative to the busiest
/// period of the same series, which is 100. Values of two series are not comparable with each other.
/// </summary>
/// <param name="Topic">The term or topic searched for; 1 to 200 characters.</param>
/// <param name="Points">
/// One per period, all of one length (day, week, month, quarter or year), oldest first, no period twice; at most 1,000. A direction needs three,
/// and 24 months for a season to be told from a trend.
/// </param>
public sealed record SearchInterest(string Topic, IReadOnlyList<SearchInterestPoint> Points)
{
    /// <summary>Where it was searched, in words: <c>France</c>, <c>Leeds</c>. Null when worldwide or not told.</summary>
    public string? Place { get; init; }
}

/// <summary>Search interest of one period.</summary>
/// <param name="Start">The period's first day: <c>2025-03-01</c>.</param>
/// <param name="Value">From 0 (too little to be measured) to 100 (the series' busiest period), without unit.</param>
public sealed record SearchInterestPoint(DateOnly Start, double Value);
