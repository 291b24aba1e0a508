namespace RaptorFlow.Guild.Research.Trends;

/// <summary>The rank test for a trend (Mann, Econometrica 13, 1945; Kendall, Rank Correlation Methods, 1948).</summary>
internal static class MannKendall
{
    /// <summary>Kendall's tau of values over days: the share of later pairs that rise less those that fall; 0 when no pair can be compared.</summary>
    public static double Tau(IReadOnlyList<(DateOnly Day, double Value)> series)
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
        return pairs == 0 ? 0 : (double)sum / pairs;
    }
}
