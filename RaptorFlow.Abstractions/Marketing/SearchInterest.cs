using RaptorFlow.Agents;

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

    private const int MostSeries = 50;
    private const int MostPoints = 1000;
    private const int LongestTopic = 200;

    /// <summary>What keeps series from being read, in the order of the fields: too many, out of range or order, a topic and place twice. None when they can be.</summary>
    /// <param name="given">The series, as the input's <c>search_interest</c>; a missing one is a problem of its own.</param>
    public static IReadOnlyList<OutputProblem> Problems(IReadOnlyList<SearchInterest?> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count > MostSeries)
            return [new("search_interest", Say($"holds {given.Count} series; at most {MostSeries} are read."))];
        var known = new Dictionary<(string, string), int>();
        return [.. given.SelectMany((series, i) => series is null
            ? [new(Say($"search_interest[{i}]"), "is null; a series has a topic and points.")]
            : ProblemsOf(series, i, known))];
    }

    private static IEnumerable<OutputProblem> ProblemsOf(SearchInterest series, int i, Dictionary<(string, string), int> known)
    {
        var (topic, place) = (series.Topic?.Trim() ?? "", series.Place?.Trim() ?? "");
        var key = (topic.ToUpperInvariant(), place.ToUpperInvariant());
        if (topic.Length is 0 or > LongestTopic)
            yield return new(Say($"search_interest[{i}].topic"), Say($"must have 1 to {LongestTopic} characters."));
        else if (!known.TryAdd(key, i))
            yield return new(Say($"search_interest[{i}].topic"), Say($"'{topic}'{(place.Length > 0 ? $" in {place}" : "")} is given already as search_interest[{known[key]}]; join the two."));
        foreach (var problem in ProblemsOf(series.Points ?? [], Say($"search_interest[{i}].points")))
            yield return problem;
    }

    private static IEnumerable<OutputProblem> ProblemsOf(IReadOnlyList<SearchInterestPoint?> points, string field)
    {
        if (points.Count is 0 or > MostPoints)
        {
            yield return new(field, Say($"has {points.Count} points; 1 to {MostPoints} can be read."));
            yield break;
        }
        for (var k = 0; k < points.Count; k++)
        {
            if (points[k] is not { } point)
                yield return new(Say($"{field}[{k}]"), "is null; a point has a start and a value.");
            else if (!(point.Value is >= 0 and <= 100))
                yield return new(Say($"{field}[{k}].value"), Say($"{point.Value} is no search interest, which lies from 0 to 100."));
            else if (k > 0 && points[k - 1] is { } before && point.Start <= before.Start)
            {
                yield return new(Say($"{field}[{k}].start"), point.Start == before.Start
                    ? Say($"{point.Start:yyyy-MM-dd} stands twice; give each period once.")
                    : Say($"{point.Start:yyyy-MM-dd} stands after {before.Start:yyyy-MM-dd}; give the oldest period first."));
            }
        }
    }

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>Search interest of one period.</summary>
/// <param name="Start">The period's first day: <c>2025-03-01</c>.</param>
/// <param name="Value">From 0 (too little to be measured) to 100 (the series' busiest period), without unit.</param>
public sealed record SearchInterestPoint(DateOnly Start, double Value);
