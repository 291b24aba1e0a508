using RaptorFlow.Guild.Matrix.Series;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>Chooses a method by backtest and forecasts with it.</summary>
internal static class Forecaster
{
    // Older figures say little of the next ones and cost time.
    private const int MostPoints = 1000;

    // Of methods this close in the backtest the simplest is taken: the difference is chance.
    private const double AsGood = 0.01;

    // Two-sided 80 % and 95 % of the normal distribution.
    private const double Normal80 = 1.2815515655446004;
    private const double Normal95 = 1.9599639845400545;

    public static SeriesForecast Forecast(RegularSeries series, int horizon, int mostOrigins, CancellationToken cancellationToken)
    {
        var y = series.Values.Count > MostPoints ? [.. series.Values.Skip(series.Values.Count - MostPoints)] : series.Values;
        var season = Seasonality.Of(y, series.Calendar.Season);
        var backtest = Backtest.Run(y, season, horizon, mostOrigins, cancellationToken);
        var method = Choose(backtest);
        var fitted = method.Fit(y, season);
        var widening = backtest.Widening.GetValueOrDefault(method.Name, 1);
        var atLeast = y.All(v => v >= 0) ? 0 : double.NegativeInfinity;
        return new()
        {
            Column = series.Column,
            Period = series.Calendar.Period,
            Method = method.Name,
            Backtest = backtest.Mase,
            History = series.Points(),
            Points = [.. Enumerable.Range(1, horizon).Select(h => Point(series, fitted, h, widening, atLeast))],
            Remarks = [.. series.Remarks, .. Remarks(series, season, backtest, fitted, widening, y.Count)],
        };
    }

    private static ForecastMethod Choose(BacktestResult backtest)
    {
        var least = backtest.Mase.Values.DefaultIfEmpty(0).Min();
        var good = backtest.Mase.Where(m => m.Value <= least * (1 + AsGood) + 1e-9).Select(m => m.Key).DefaultIfEmpty("naive").ToHashSet(StringComparer.Ordinal);
        return Methods.All.First(m => good.Contains(m.Name));
    }

    private static ForecastPoint Point(RegularSeries series, FittedForecast fitted, int h, double widening, double atLeast)
    {
        var (mean, deviation) = (fitted.Mean(h), fitted.Deviation(h) * widening);
        double Clip(double value) => Round(Math.Max(atLeast, value));
        return new(series.Calendar.DateOf(series.Values.Count - 1 + h), Clip(mean),
            Clip(mean - Normal80 * deviation), Clip(mean + Normal80 * deviation), Clip(mean - Normal95 * deviation), Clip(mean + Normal95 * deviation));
    }

    /// <summary>Seven digits: more are not known, and the noise of the last ones would differ between machines.</summary>
    private static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value;
        var digits = 6 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits is >= 0 and <= 15 ? Math.Round(value, digits, MidpointRounding.AwayFromZero) : digits < 0 ? Math.Round(value, MidpointRounding.AwayFromZero) : value;
    }

    private static IEnumerable<string> Remarks(RegularSeries series, int season, BacktestResult backtest, FittedForecast fitted, double widening, int used)
    {
        var possible = series.Calendar.Season;
        if (used < series.Values.Count)
            yield return FormattableString.Invariant($"Only the last {used} of {series.Values.Count} periods were fitted.");
        if (season > 1)
            yield return FormattableString.Invariant($"A season of {season} periods stands out from noise.");
        else if (possible > 1)
            yield return series.Values.Count < 2 * possible ? FormattableString.Invariant($"A season of {possible} periods cannot be seen in {series.Values.Count}; it takes two rounds.") : FormattableString.Invariant($"No season of {possible} periods stands out from noise.");
        if (backtest.Origins > 0)
            yield return FormattableString.Invariant($"The methods were compared by forecasting up to {backtest.Steps} periods from {backtest.Origins} points of the past.");
        if (fitted.Parameters.Length > 0)
            yield return $"Fitted: {fitted.Parameters}.";
        if (widening > 1)
            yield return FormattableString.Invariant($"The intervals were widened {widening:0.##} times, as the backtest's errors were larger than calculated.");
        if (fitted.Deviation(1) <= 1e-9 * Math.Max(1, series.Values.Max(Math.Abs)))
            yield return "The method fits the past exactly, so the intervals have no width; that tells of the figures given, not of the future.";
        foreach (var at in Outliers.In(series.Values, season).Take(5))
            yield return FormattableString.Invariant($"The figure {series.Values[at]} of {series.Calendar.DateOf(at):yyyy-MM-dd} lies far from its neighbours; it was kept.");
    }
}
