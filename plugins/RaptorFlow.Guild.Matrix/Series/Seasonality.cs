namespace RaptorFlow.Guild.Matrix.Series;

/// <summary>
/// Whether a series has the season its calendar suggests: the autocorrelation at that lag, after a straight trend is taken out,
/// must stand out from noise (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 2.8 and 2.9,
/// https://otexts.com/fpp3/acf.html; the one-sided 95 % bound 1.645 ÷ √n).
/// </summary>
internal static class Seasonality
{
    private const double OneSided95 = 1.645;

    /// <summary>The season's length, or 1 when it is not there or cannot be seen for want of two full rounds.</summary>
    public static int Of(IReadOnlyList<double> values, int candidate) =>
        candidate > 1 && values.Count >= 2 * candidate && Autocorrelation(Detrended(values), candidate) > OneSided95 / Math.Sqrt(values.Count) ? candidate : 1;

    public static double Autocorrelation(IReadOnlyList<double> values, int lag)
    {
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean));
        return variance <= 1e-12 * Math.Max(1, mean * mean) ? 0 : Enumerable.Range(lag, values.Count - lag).Sum(i => (values[i] - mean) * (values[i - lag] - mean)) / variance;
    }

    private static double[] Detrended(IReadOnlyList<double> values)
    {
        var (level, slope) = Line.Through(values);
        return [.. values.Select((v, i) => v - level - slope * i)];
    }
}

/// <summary>The straight line of least squares.</summary>
internal static class Line
{
    /// <summary>Its value at index 0 and its step.</summary>
    public static (double Level, double Slope) Through(IReadOnlyList<double> values)
    {
        var middle = (values.Count - 1) / 2.0;
        var mean = values.Average();
        var spread = Enumerable.Range(0, values.Count).Sum(i => (i - middle) * (i - middle));
        var slope = spread == 0 ? 0 : values.Select((v, i) => (i - middle) * (v - mean)).Sum() / spread;
        return (mean - slope * middle, slope);
    }
}
