namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>A way to forecast. Simpler ones stand first in <see cref="Methods.All"/>.</summary>
/// <param name="Name">As <see cref="Marketing.SeriesForecast.Method"/> has it.</param>
/// <param name="Fewest">Points it needs, given the season's length; null when it cannot serve such a series.</param>
/// <param name="Fit">Fits it to a past.</param>
internal sealed record ForecastMethod(string Name, Func<IReadOnlyList<double>, int, int?> Fewest, Func<IReadOnlyList<double>, int, FittedForecast> Fit);

/// <summary>A method fitted to a past.</summary>
/// <param name="Mean">The point forecast h periods ahead, h from 1.</param>
/// <param name="Deviation">The standard deviation of its error h periods ahead.</param>
internal sealed record FittedForecast(Func<int, double> Mean, Func<int, double> Deviation)
{
    /// <summary>The parameters fitted, for people to read.</summary>
    public string Parameters { get; init; } = "";
}

/// <summary>
/// The methods tried. Formulas: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (fpp3), https://otexts.com/fpp3:
/// naive, seasonal naive and drift in section 5.2, their deviations in table 5.2; Holt's trend and Gardner's damping in 8.2
/// (Gardner, Journal of Forecasting 4(1), 1985); Holt-Winters in 8.3; deviations of the smoothing methods in 8.7.
/// </summary>
internal static class Methods
{
    private const int FewestForTrend = 6;

    public static IReadOnlyList<ForecastMethod> All { get; } =
    [
        new("naive", (_, _) => 2, (y, _) => Naive(y)),
        new("seasonal_naive", (_, m) => m > 1 ? m + 1 : null, SeasonalNaive),
        new("drift", (_, _) => 3, (y, _) => Drift(y)),
        new("holt", (_, _) => FewestForTrend, (y, _) => ExponentialSmoothing.Fit(y, 1, new(Damped: false, Seasonal.None))),
        new("holt_damped", (_, _) => FewestForTrend + 1, (y, _) => ExponentialSmoothing.Fit(y, 1, new(Damped: true, Seasonal.None))),
        new("holt_winters_additive", (_, m) => m > 1 ? 2 * m : null, (y, m) => ExponentialSmoothing.Fit(y, m, new(Damped: false, Seasonal.Additive))),
        new("holt_winters_multiplicative", (y, m) => m > 1 && y.All(v => v > 0) ? 2 * m : null, (y, m) => ExponentialSmoothing.Fit(y, m, new(Damped: false, Seasonal.Multiplicative))),
    ];

    private static FittedForecast Naive(IReadOnlyList<double> y)
    {
        var sigma = RootMeanSquare(Enumerable.Range(1, y.Count - 1).Select(i => y[i] - y[i - 1]), 0);
        return new(_ => y[^1], h => sigma * Math.Sqrt(h));
    }

    private static FittedForecast SeasonalNaive(IReadOnlyList<double> y, int m)
    {
        var sigma = RootMeanSquare(Enumerable.Range(m, y.Count - m).Select(i => y[i] - y[i - m]), 0);
        return new(h => y[y.Count - m + (h - 1) % m], h => sigma * Math.Sqrt((h - 1) / m + 1));
    }

    private static FittedForecast Drift(IReadOnlyList<double> y)
    {
        var steps = y.Count - 1;
        var slope = (y[^1] - y[0]) / steps;
        var sigma = RootMeanSquare(Enumerable.Range(1, steps).Select(i => y[i] - y[i - 1] - slope), 1);
        return new(h => y[^1] + h * slope, h => sigma * Math.Sqrt(h * (1 + (double)h / steps)));
    }

    private static double RootMeanSquare(IEnumerable<double> errors, int parameters)
    {
        var squares = errors.Select(e => e * e).ToList();
        return Math.Sqrt(squares.Sum() / Math.Max(1, squares.Count - parameters));
    }
}
