namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>What a backtest found.</summary>
/// <param name="Mase">By method, simpler methods first; empty when there are too few points to leave some out.</param>
/// <param name="Widening">By method: how much wider than calculated the errors turned out, 1 or more.</param>
/// <param name="Origins">How many points in time were forecast from.</param>
/// <param name="Steps">How many periods ahead.</param>
internal sealed record BacktestResult(IReadOnlyDictionary<string, double> Mase, IReadOnlyDictionary<string, double> Widening, int Origins, int Steps);

/// <summary>
/// Forecasts the known end of a series from several points before it, always from the past alone (rolling origin: fpp3, section 5.10,
/// https://otexts.com/fpp3/tscv.html). Errors are scaled by the mean step of the series before the first origin (MASE: Hyndman and
/// Koehler, International Journal of Forecasting 22(4), 2006): below 1 is better than the naive one-step forecast there.
/// </summary>
internal static class Backtest
{
    private const int FewestPoints = 4;
    private const int FewestToWiden = 10;
    private const double MostWidening = 3;

    public static BacktestResult Run(IReadOnlyList<double> y, int season, int horizon, int mostOrigins, CancellationToken cancellationToken)
    {
        if (y.Count < FewestPoints)
            return new(new Dictionary<string, double>(), new Dictionary<string, double>(), 0, 0);
        var able = Methods.All.Select(m => (Method: m, Fewest: m.Fewest(y, season))).Where(m => m.Fewest < y.Count).ToList();
        // All methods are judged on the same origins, the first of which every one of them can serve.
        var first = Math.Max(able.Max(m => m.Fewest!.Value), Math.Max(2, y.Count - Math.Max(2, Math.Max(y.Count / 3, season))));
        var steps = Math.Clamp(Math.Min(horizon, (y.Count - first + 1) / 2), 1, 24);
        var origins = Origins(first, y.Count - 1, mostOrigins);
        var scale = Scale(y, first);
        var (mase, widening) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var (method, _) in able)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var errors = origins.SelectMany(o => Errors(y, o, steps, method.Fit([.. y.Take(o)], season))).ToList();
            mase[method.Name] = Math.Round(errors.Average(e => Math.Abs(e.Error)) / scale, 4, MidpointRounding.AwayFromZero);
            widening[method.Name] = Widening(errors);
        }
        return new(mase, widening, origins.Count, steps);
    }

    /// <summary>The mean absolute step before an index; of the whole series when it stood still before; 1 when it never moved.</summary>
    public static double Scale(IReadOnlyList<double> y, int first)
    {
        var before = MeanStep(y, first);
        var all = before > 0 ? before : MeanStep(y, y.Count);
        return all > 0 ? all : 1;
    }

    private static double MeanStep(IReadOnlyList<double> y, int end) => end < 2 ? 0 : Enumerable.Range(1, end - 1).Average(i => Math.Abs(y[i] - y[i - 1]));

    private static List<int> Origins(int first, int last, int most)
    {
        var count = Math.Min(most, last - first + 1);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? last : first + (int)Math.Round((double)i * (last - first) / (count - 1))).Distinct()];
    }

    private static IEnumerable<(double Error, double Deviation)> Errors(IReadOnlyList<double> y, int origin, int steps, FittedForecast fitted)
    {
        for (var h = 1; h <= steps && origin + h <= y.Count; h++)
            yield return (y[origin + h - 1] - fitted.Mean(h), fitted.Deviation(h));
    }

    private static double Widening(List<(double Error, double Deviation)> errors)
    {
        var shares = errors.Where(e => e.Deviation > 0).Select(e => e.Error / e.Deviation).ToList();
        return shares.Count < FewestToWiden ? 1 : Math.Clamp(Math.Sqrt(shares.Average(s => s * s)), 1, MostWidening);
    }
}
