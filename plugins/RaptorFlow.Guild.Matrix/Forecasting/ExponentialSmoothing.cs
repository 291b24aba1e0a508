namespace RaptorFlow.Guild.Matrix.Forecasting;

/// <summary>How a season enters.</summary>
internal enum Seasonal
{
    None,
    Additive,
    Multiplicative,
}

/// <summary>Which smoothing: Holt's trend, damped or not, with or without a season.</summary>
internal sealed record SmoothingForm(bool Damped, Seasonal Seasonal);

/// <summary>The smoothing parameters; β = αβ* and γ as in the error-correction form (fpp3, 8.5).</summary>
internal readonly record struct SmoothingParameters(double Alpha, double Beta, double Gamma, double Phi);

/// <summary>
/// Holt's and Holt-Winters' smoothing in the error-correction form, the parameters found by least squares of the one-step errors.
/// Start values: the first seasons' means (fpp3, 8.6), without a season the line through the first ten points.
/// </summary>
internal static class ExponentialSmoothing
{
    private const int StartPoints = 10;

    // fpp3, 8.2: a damping below 0.8 is too strong to matter, above 0.98 it cannot be told from none.
    private const double LeastPhi = 0.8;
    private const double MostPhi = 0.98;

    private static readonly double[][] s_starts = [[0, -2, -2, 0], [-2, -3, -3, 1], [2, -1, -1, -1]];

    public static FittedForecast Fit(IReadOnlyList<double> y, int season, SmoothingForm form)
    {
        var start = Start(y, season, form);
        var count = (form.Damped, form.Seasonal) switch { (true, Seasonal.None) => 4, (_, Seasonal.None) => 2, _ => 3 };
        var best = s_starts.Select(s => NelderMead.Minimise(x => Run(y, form, Parameters(x, form), start).SquaredErrors, s[..count])).MinBy(r => r.Value);
        var parameters = Parameters(best.Point, form);
        return Forecast(y, form, parameters, Run(y, form, parameters, start), parametersFitted: count);
    }

    /// <summary>Smooths with given parameters and start; for checking against worked examples.</summary>
    public static SmoothingState Run(IReadOnlyList<double> y, SmoothingForm form, SmoothingParameters p, SmoothingState start)
    {
        var (level, trend, sum, relative) = (start.Level, start.Trend, 0.0, 0.0);
        var seasons = (double[])start.Seasons.Clone();
        for (var t = 0; t < y.Count; t++)
        {
            var basis = level + p.Phi * trend;
            var s = seasons[t % seasons.Length];
            var fitted = form.Seasonal == Seasonal.Multiplicative ? basis * s : basis + s;
            var error = y[t] - fitted;
            var ofLevel = form.Seasonal == Seasonal.Multiplicative ? error / s : error;
            level = basis + p.Alpha * ofLevel;
            trend = p.Phi * trend + p.Beta * ofLevel;
            if (form.Seasonal != Seasonal.None)
                seasons[t % seasons.Length] = s + p.Gamma * (form.Seasonal == Seasonal.Multiplicative ? error / basis : error);
            sum += error * error;
            relative += fitted == 0 ? 0 : error / fitted * (error / fitted);
        }
        return new(level, trend, seasons) { SquaredErrors = double.IsFinite(sum) ? sum : double.MaxValue, SquaredShares = relative };
    }

    /// <summary>The standard deviation h ahead is σ√(1 + Σ c²), c at lag j being α + β(φ + … + φ^j) + γ when j is a whole season.</summary>
    public static double Spread(SmoothingParameters p, int season, bool seasonal, int h)
    {
        var (sum, damped, power) = (1.0, 0.0, 1.0);
        for (var j = 1; j < h; j++)
        {
            power *= p.Phi;
            damped += power;
            var c = p.Alpha + p.Beta * damped + (seasonal && j % season == 0 ? p.Gamma : 0);
            sum += c * c;
        }
        return Math.Sqrt(sum);
    }

    public static double Mean(SmoothingForm form, SmoothingParameters p, SmoothingState state, int length, int h)
    {
        var damped = p.Phi >= 1 ? h : p.Phi * (1 - Math.Pow(p.Phi, h)) / (1 - p.Phi);
        var basis = state.Level + damped * state.Trend;
        var s = state.Seasons[(length + h - 1) % state.Seasons.Length];
        return form.Seasonal == Seasonal.Multiplicative ? basis * s : basis + s;
    }

    private static FittedForecast Forecast(IReadOnlyList<double> y, SmoothingForm form, SmoothingParameters p, SmoothingState state, int parametersFitted)
    {
        var (season, seasonal) = (state.Seasons.Length, form.Seasonal != Seasonal.None);
        var free = Math.Max(1, y.Count - parametersFitted - 2 - (seasonal ? season - 1 : 0));
        double Ahead(int h) => Mean(form, p, state, y.Count, h);
        // With a multiplicative season the error grows with the figure; the share is spread as the additive error would be (fpp3, 8.7, approximation).
        Func<int, double> deviation = form.Seasonal == Seasonal.Multiplicative
            ? h => Math.Sqrt(state.SquaredShares / free) * Math.Abs(Ahead(h)) * Spread(p, season, seasonal, h)
            : h => Math.Sqrt(state.SquaredErrors / free) * Spread(p, season, seasonal, h);
        return new(Ahead, deviation)
        {
            Parameters = FormattableString.Invariant($"α = {p.Alpha:0.###}, β = {p.Beta:0.###}{(seasonal ? $", γ = {p.Gamma:0.###}" : "")}{(form.Damped ? $", φ = {p.Phi:0.###}" : "")}"),
        };
    }

    private static SmoothingState Start(IReadOnlyList<double> y, int m, SmoothingForm form)
    {
        if (form.Seasonal == Seasonal.None)
        {
            var (level, slope) = Series.Line.Through([.. y.Take(StartPoints)]);
            return new(level - slope, slope, [0]);
        }
        var first = y.Take(m).Average();
        var trend = (y.Skip(m).Take(m).Average() - first) / m;
        double At(int i) => first + trend * (i - (m - 1) / 2.0);
        var seasons = Enumerable.Range(0, m).Select(i => form.Seasonal == Seasonal.Additive
            ? (y[i] - At(i) + y[i + m] - At(i + m)) / 2
            : (y[i] / Positive(At(i)) + y[i + m] / Positive(At(i + m))) / 2).ToArray();
        return new(At(-1), trend, seasons);
    }

    private static double Positive(double value) => Math.Max(value, 1e-9);

    private static SmoothingParameters Parameters(double[] x, SmoothingForm form)
    {
        var alpha = Between(0.0001, 0.9999, x[0]);
        var gamma = form.Seasonal == Seasonal.None ? 0 : Between(0.0001, 0.9999, x[2]) * (1 - alpha);
        return new(alpha, alpha * Between(0.0001, 0.9999, x[1]), gamma, form.Damped ? Between(LeastPhi, MostPhi, x[3]) : 1);
    }

    private static double Between(double low, double high, double x) => low + (high - low) / (1 + Math.Exp(-x));
}

/// <summary>Where smoothing stands: level, trend, one value per phase of the season.</summary>
internal sealed record SmoothingState(double Level, double Trend, double[] Seasons)
{
    public double SquaredErrors { get; init; }

    public double SquaredShares { get; init; }
}
