using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>A point of search interest with where it stands.</summary>
internal readonly record struct InterestPoint(DateOnly Start, double Value, Evidence Evidence);

/// <summary>Search interest of a topic in a place, checked and in order.</summary>
/// <param name="Field">The input's field: <c>search_interest[0]</c>, <c>documents[2]</c>.</param>
/// <param name="Topic">What was searched for.</param>
/// <param name="Place">Where; null when not told.</param>
/// <param name="Points">Oldest first, no period twice, values from 0 to 100.</param>
internal sealed record InterestSeries(string Field, string Topic, string? Place, IReadOnlyList<InterestPoint> Points)
{
    private const double DaysOfAMonth = 30.4;
    private const int MonthsOfTwoYears = 24;

    public IReadOnlyList<(DateOnly Day, double Value)> Values => [.. Points.Select(p => (p.Start, p.Value))];

    /// <summary>The months it covers, its last period counted whole.</summary>
    public int Months
    {
        get
        {
            if (Points.Count < 2)
                return 0;
            var steps = Points.Zip(Points.Skip(1), (a, b) => b.Start.DayNumber - a.Start.DayNumber).Order().ToList();
            return (int)Math.Round((Points[^1].Start.DayNumber - Points[0].Start.DayNumber + steps[steps.Count / 2]) / DaysOfAMonth);
        }
    }

    /// <summary>Whether the same months of two years are there, so that a season can be told from a trend.</summary>
    public bool HasTwoYears => Months >= MonthsOfTwoYears && Monthly.GroupBy(m => m.Day.Month).Count(g => g.Count() > 1) >= 4;

    /// <summary>The mean of each month.</summary>
    public IReadOnlyList<(DateOnly Day, double Value)> Monthly =>
        [.. Points.GroupBy(p => new DateOnly(p.Start.Year, p.Start.Month, 1)).Select(g => (g.Key, g.Average(p => p.Value))).OrderBy(m => m.Key)];
}
