namespace RaptorFlow.Guild.Research.Trends;

/// <summary>
/// The rank test for a trend (Mann, Econometrica 13, 1945; Kendall, Rank Correlation Methods, 1948), and the same within each season
/// (Hirsch, Slack and Smith, Water Resources Research 18(1), 1982).
/// </summary>
internal static class MannKendall
{
    /// <summary>Kendall's tau of values over days: the share of later pairs that rise less those that fall; 0 when no pair can be compared.</summary>
    public static double Tau(IReadOnlyList<(DateOnly Day, double Value)> series)
    {
        var (sum, pairs) = Count(series);
        return pairs == 0 ? 0 : (double)sum / pairs;
    }

    /// <summary>Tau and the test's z over groups within which values may be compared: the whole series, or one group for each month of the year.</summary>
    public static (double Tau, double Z) Test(IEnumerable<IReadOnlyList<(DateOnly Day, double Value)>> groups)
    {
        var (sum, pairs, variance) = (0, 0, 0.0);
        foreach (var group in groups)
        {
            var (s, p) = Count(group);
            sum += s;
            pairs += p;
            variance += Variance(group);
        }
        return (pairs == 0 ? 0 : (double)sum / pairs, variance <= 0 ? 0 : (sum - Math.Sign(sum)) / Math.Sqrt(variance));
    }

    private static (int Sum, int Pairs) Count(IReadOnlyList<(DateOnly Day, double Value)> series)
    {
        var (sum, pairs) = (0, 0);
        for (var i = 0; i < series.Count; i++)
        {
            for (var j = 0; j < series.Count; j++)
            {
                if (series[i].Day >= series[j].Day)
                    continue;
                pairs++;
                sum += Math.Sign(series[j].Value - series[i].Value);
            }
        }
        return (sum, pairs);
    }

    // Of the sum under no trend, less for values that are equal.
    private static double Variance(IReadOnlyList<(DateOnly Day, double Value)> series) =>
        (Term(series.Count) - series.GroupBy(p => p.Value).Sum(g => Term(g.Count()))) / 18;

    private static double Term(double n) => n * (n - 1) * (2 * n + 5);
}
