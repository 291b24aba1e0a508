using RaptorFlow.Guild.Matrix.Forecasting;
using RaptorFlow.Guild.Matrix.Series;

namespace RaptorFlow.Guild.Matrix.Tests.Forecasting;

public sealed class MethodTests
{
    private static readonly double[] s_season = [10, -4, 3, -9];

    [Fact]
    public void Holt_WorkedByHand_GivesThatLevelAndTrend()
    {
        // α = 0.5, β = 0.25, start level 10 and trend 2: errors 1, 0.5 and -2 by hand.
        var state = ExponentialSmoothing.Run([13, 15.25, 15.375], new(false, Seasonal.None), new(0.5, 0.25, 0, 1), new(10, 2, [0]));

        Assert.Equal(16.375, state.Level, 10);
        Assert.Equal(1.875, state.Trend, 10);
        Assert.Equal(5.25, state.SquaredErrors, 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void Spread_OfHolt_IsTheTextbooksFormula(int h)
    {
        // fpp3, table of section 8.7, ETS(A,A,N): 1 + (h-1)(α² + αβh + β²h(2h-1)/6).
        const double Alpha = 0.4, Beta = 0.1;
        var expected = 1 + (h - 1) * (Alpha * Alpha + Alpha * Beta * h + Beta * Beta * h * (2 * h - 1) / 6);

        Assert.Equal(Math.Sqrt(expected), ExponentialSmoothing.Spread(new(Alpha, Beta, 0, 1), 1, false, h), 10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Spread_OfDampedHolt_IsTheTextbooksFormula(int h)
    {
        // fpp3, table of section 8.7, ETS(A,Ad,N).
        const double A = 0.4, B = 0.1, F = 0.9;
        var expected = 1 + A * A * (h - 1) + B * F * h / ((1 - F) * (1 - F)) * (2 * A * (1 - F) + B * F)
            - B * F * (1 - Math.Pow(F, h)) / ((1 - F) * (1 - F) * (1 - F * F)) * (2 * A * (1 - F * F) + B * F * (1 + 2 * F - Math.Pow(F, h)));

        Assert.Equal(Math.Sqrt(expected), ExponentialSmoothing.Spread(new(A, B, 0, F), 1, false, h), 10);
    }

    [Theory]
    [InlineData("drift")]
    [InlineData("holt")]
    public void Trend_OnAStraightLine_IsExact(string name)
    {
        var fitted = Fit(name, [.. Enumerable.Range(0, 20).Select(i => 5 + 3.0 * i)], 1);

        Assert.Equal(5 + 3 * 26, fitted.Mean(7), 6);
        Assert.Equal(0, fitted.Deviation(7), 6);
    }

    [Fact]
    public void HoltWintersAdditive_OnLineAndSeason_IsExact()
    {
        var fitted = Fit("holt_winters_additive", [.. Enumerable.Range(0, 20).Select(i => 100 + 2.0 * i + s_season[i % 4])], 4);

        Assert.All(Enumerable.Range(1, 8), h => Assert.Equal(100 + 2 * (19 + h) + s_season[(19 + h) % 4], fitted.Mean(h), 6));
    }

    [Fact]
    public void HoltWintersMultiplicative_OnGrowingSwings_BeatsTheAdditive()
    {
        double[] factors = [1.3, 0.8, 1.1, 0.8];
        double At(int i) => (100 + 10.0 * i) * factors[i % 4];
        double[] y = [.. Enumerable.Range(0, 32).Select(At)];

        double Error(string name) => Enumerable.Range(1, 8).Sum(h => Math.Abs(Fit(name, y, 4).Mean(h) - At(31 + h)));

        Assert.True(Error("holt_winters_multiplicative") < Error("holt_winters_additive") / 5);
    }

    [Fact]
    public void Damped_FlattensOut()
    {
        var fitted = Fit("holt_damped", [10, 20, 29, 37, 44, 50, 55, 59, 62, 64, 65.5, 66.5], 1);

        Assert.True(fitted.Mean(40) - fitted.Mean(39) < fitted.Mean(2) - fitted.Mean(1));
    }

    [Fact]
    public void NaiveAndSeasonalNaive_RepeatWhatWas_AndWiden()
    {
        double[] y = [1, 2, 3, 4, 2, 3, 4, 6];

        Assert.Equal(6, Fit("naive", y, 4).Mean(9));
        Assert.Equal([2, 3, 4, 6, 2], Enumerable.Range(1, 5).Select(Fit("seasonal_naive", y, 4).Mean));
        Assert.Equal(Fit("naive", y, 4).Deviation(1) * 2, Fit("naive", y, 4).Deviation(4), 10);
        Assert.Equal(Fit("seasonal_naive", y, 4).Deviation(1) * Math.Sqrt(2), Fit("seasonal_naive", y, 4).Deviation(5), 10);
    }

    [Fact]
    public void NelderMead_Rosenbrock_FindsTheValley()
    {
        var (point, value) = NelderMead.Minimise(x => 100 * Math.Pow(x[1] - x[0] * x[0], 2) + Math.Pow(1 - x[0], 2), [-1.2, 1]);

        Assert.Equal(0, value, 6);
        Assert.Equal(1, point[0], 2);
    }

    [Fact]
    public void Mase_ScaleIsTheMeanStepBeforeTheOrigin()
    {
        Assert.Equal(2, Backtest.Scale([1, 3, 1, 3, 100], 4));
        Assert.Equal(1, Backtest.Scale([5, 5, 5], 3));
    }

    [Fact]
    public void Seasonality_IsSeenWhereItIs_AndNotInNoise()
    {
        var random = new Random(7);
        double[] noise = [.. Enumerable.Range(0, 48).Select(_ => random.NextDouble())];

        Assert.Equal(12, Seasonality.Of([.. noise.Select((v, i) => v + 5 * Math.Sin(i * Math.PI / 6) + i)], 12));
        Assert.Equal(1, Seasonality.Of(noise, 12));
        Assert.Equal(1, Seasonality.Of([.. noise.Take(20)], 12));
    }

    private static FittedForecast Fit(string name, IReadOnlyList<double> y, int season) => Methods.All.Single(m => m.Name == name).Fit(y, season);
}
