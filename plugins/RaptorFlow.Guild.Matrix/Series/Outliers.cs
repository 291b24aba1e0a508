namespace RaptorFlow.Guild.Matrix.Series;

/// <summary>
/// Figures far from their neighbours of the same phase: a Hampel filter (Hampel, Journal of the American Statistical
/// Association 69(346), 1974). They are reported and left as they are.
/// </summary>
internal static class Outliers
{
    private const double Limit = 6;
    private const double ToSigma = 1.4826;

    public static IReadOnlyList<int> In(IReadOnlyList<double> values, int season)
    {
        if (values.Count < 2 * season + 4)
            return [];
        var residuals = values.Select((v, i) => v - Median([.. Neighbours(values, i, season)])).ToList();
        var spread = ToSigma * Median([.. residuals.Select(Math.Abs)]);
        return spread <= 0 ? [] : [.. Enumerable.Range(0, values.Count).Where(i => Math.Abs(residuals[i]) > Limit * spread)];
    }

    private static IEnumerable<double> Neighbours(IReadOnlyList<double> values, int at, int season) =>
        Enumerable.Range(-2, 5).Select(k => at + k * season).Where(i => i >= 0 && i < values.Count).Select(i => values[i]);

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
