namespace RaptorFlow.Guild.Research.Trends;

/// <summary>
/// The slope that single outliers do not move: the median of the slopes of all pairs (Theil, Proceedings KNAW 53, 1950; Sen, Journal of the
/// American Statistical Association 63, 1968); within groups, of pairs of one season only.
/// </summary>
internal static class TheilSen
{
    private const double DaysOfAYear = 365.25;

    /// <summary>By how much a year the values rise; 0 when no pair can be compared.</summary>
    public static double Slope(IEnumerable<IReadOnlyList<(DateOnly Day, double Value)>> groups)
    {
        var slopes = groups.SelectMany(g => g.SelectMany((a, i) => g.Skip(i + 1).Where(b => b.Day != a.Day)
            .Select(b => (b.Value - a.Value) / (b.Day.DayNumber - a.Day.DayNumber) * DaysOfAYear))).Order().ToList();
        var middle = slopes.Count / 2;
        return slopes.Count == 0 ? 0 : slopes.Count % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }
}
