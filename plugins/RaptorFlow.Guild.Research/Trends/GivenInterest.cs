using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Reads the search interest of the input and refuses what cannot be one, naming the field.</summary>
internal static class GivenInterest
{
    public const string Prefix = "search_interest[";
    private const int MostSeries = 50;
    private const int MostPoints = 1000;
    private const int LongestTopic = 200;

    /// <exception cref="AgentInputException">A series is out of range or order.</exception>
    public static IReadOnlyList<InterestSeries> Read(IReadOnlyList<SearchInterest> given)
    {
        if (given.Count > MostSeries)
            throw new AgentInputException("search_interest", Say($"holds {given.Count} series; at most {MostSeries} are read."));
        var known = new Dictionary<(string, string), int>();
        for (var i = 0; i < given.Count; i++)
        {
            var (topic, place) = (given[i].Topic?.Trim() ?? "", given[i].Place?.Trim() ?? "");
            if (topic.Length is 0 or > LongestTopic)
                throw new AgentInputException(Say($"{Prefix}{i}].topic"), Say($"must have 1 to {LongestTopic} characters."));
            if (!known.TryAdd((topic.ToUpperInvariant(), place.ToUpperInvariant()), i))
                throw new AgentInputException(Say($"{Prefix}{i}].topic"), Say($"'{topic}'{(place.Length > 0 ? $" in {place}" : "")} is given already as {Prefix}{known[(topic.ToUpperInvariant(), place.ToUpperInvariant())]}]; join the two."));
            CheckPoints(given[i].Points ?? [], Say($"{Prefix}{i}].points"));
        }
        return [.. given.Select((s, i) => new InterestSeries(Say($"{Prefix}{i}]"), s.Topic.Trim(), string.IsNullOrWhiteSpace(s.Place) ? null : s.Place.Trim(), Points(s, i)))];
    }

    /// <summary>The points as facts that may be quoted.</summary>
    public static IEnumerable<Evidence> Facts(IReadOnlyList<SearchInterest> given) => given.SelectMany((s, i) => Points(s, i)).Select(p => p.Evidence);

    private static void CheckPoints(IReadOnlyList<SearchInterestPoint> points, string field)
    {
        if (points.Count is 0 or > MostPoints)
            throw new AgentInputException(field, Say($"has {points.Count} points; 1 to {MostPoints} can be read."));
        for (var k = 0; k < points.Count; k++)
        {
            if (!(points[k].Value is >= 0 and <= 100))
                throw new AgentInputException(Say($"{field}[{k}].value"), Say($"{points[k].Value} is no search interest, which lies from 0 to 100."));
            if (k > 0 && points[k].Start == points[k - 1].Start)
                throw new AgentInputException(Say($"{field}[{k}].start"), Say($"{points[k].Start:yyyy-MM-dd} stands twice; give each period once."));
            if (k > 0 && points[k].Start < points[k - 1].Start)
                throw new AgentInputException(Say($"{field}[{k}].start"), Say($"{points[k].Start:yyyy-MM-dd} stands after {points[k - 1].Start:yyyy-MM-dd}; give the oldest period first."));
        }
    }

    private static IReadOnlyList<InterestPoint> Points(SearchInterest series, int index) => [.. (series.Points ?? []).Select((p, k) => new InterestPoint(p.Start, p.Value,
        new(Say($"{Prefix}{index}]#{k}"), Say($"{series.Topic.Trim()}{(string.IsNullOrWhiteSpace(series.Place) ? "" : $" in {series.Place.Trim()}")}, {p.Start:yyyy-MM-dd}: {p.Value:0.##}")) { Date = Say($"{p.Start:yyyy-MM-dd}") }))];

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
