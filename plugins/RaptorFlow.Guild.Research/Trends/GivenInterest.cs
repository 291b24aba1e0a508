using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Reads the search interest of the input and refuses what cannot be one, naming the field.</summary>
internal static class GivenInterest
{
    public const string Prefix = "search_interest[";

    /// <exception cref="AgentInputException">A series is out of range or order.</exception>
    public static IReadOnlyList<InterestSeries> Read(IReadOnlyList<SearchInterest> given)
    {
        if (SearchInterest.Problems(given) is [var problem, ..])
            throw new AgentInputException(problem.Path, problem.Message);
        return [.. given.Select((s, i) => new InterestSeries(Say($"{Prefix}{i}]"), s.Topic.Trim(), string.IsNullOrWhiteSpace(s.Place) ? null : s.Place.Trim(), Points(s, i)))];
    }

    /// <summary>The points as facts that may be quoted.</summary>
    public static IEnumerable<Evidence> Facts(IReadOnlyList<SearchInterest> given) => given.SelectMany((s, i) => Points(s, i)).Select(p => p.Evidence);

    private static IReadOnlyList<InterestPoint> Points(SearchInterest series, int index) => [.. (series.Points ?? []).Select((p, k) => new InterestPoint(p.Start, p.Value,
        new(Say($"{Prefix}{index}]#{k}"), Say($"{series.Topic.Trim()}{(string.IsNullOrWhiteSpace(series.Place) ? "" : $" in {series.Place.Trim()}")}, {p.Start:yyyy-MM-dd}: {p.Value:0.##}")) { Date = Say($"{p.Start:yyyy-MM-dd}") }))];

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
