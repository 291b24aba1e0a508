namespace RaptorFlow.Guild.Matrix.Tests.Forecasting;

public sealed class DemandForecastAgentTests
{
    [Fact]
    public async Task StraightLine_IsForecastByDriftExactly()
    {
        var series = await Forecasts.SeriesAsync(Forecasts.Monthly(Enumerable.Range(0, 24).Select(i => 50 + 2.5 * i)), 3);

        Assert.Equal("drift", series.Method);
        Assert.Equal([110, 112.5, 115], series.Points.Select(p => p.Value));
        Assert.Contains(series.Remarks, r => r.Contains("intervals have no width", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PureSeason_IsForecastBySeasonalNaiveExactly()
    {
        double[] year = [5, 6, 9, 12, 14, 20, 22, 21, 15, 11, 8, 4];

        var series = await Forecasts.SeriesAsync(Forecasts.Monthly(Enumerable.Range(0, 48).Select(i => year[i % 12])), 12);

        Assert.Equal("seasonal_naive", series.Method);
        Assert.Equal(year, series.Points.Select(p => p.Value));
        Assert.Equal(0, series.Backtest["seasonal_naive"]);
    }

    [Fact]
    public async Task TrendAndSeason_IsForecastByHoltWinters()
    {
        double[] year = [5, 6, 9, 12, 14, 20, 22, 21, 15, 11, 8, 4];
        var random = new Random(3);

        var series = await Forecasts.SeriesAsync(Forecasts.Monthly(Enumerable.Range(0, 60).Select(i => Math.Round(100 + 2 * i + 3 * year[i % 12] + random.NextDouble(), 2))), 12);

        Assert.StartsWith("holt_winters", series.Method, StringComparison.Ordinal);
        Assert.True(series.Backtest[series.Method] < series.Backtest["naive"]);
        Assert.All(series.Points.Select((p, k) => (p, Truth: 100 + 2 * (60 + k) + 3 * year[k] + 0.5)), x => Assert.InRange(x.p.Value, x.Truth * 0.95, x.Truth * 1.05));
    }

    [Fact]
    public async Task Constant_StaysAsItIs()
    {
        var series = await Forecasts.SeriesAsync(Forecasts.Monthly(Enumerable.Repeat(7.0, 30)), 6);

        Assert.Equal("naive", series.Method);
        Assert.All(series.Points, p => Assert.Equal(7, p.Value));
    }

    [Fact]
    public async Task ThreePoints_AreCarriedForwardWithAQuestion()
    {
        var draft = await Forecasts.DraftAsync(Forecasts.Monthly([4, 9, 6]), 2);

        Assert.Equal("naive", draft.Output.Series[0].Method);
        Assert.Empty(draft.Output.Series[0].Backtest);
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("carried forward", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Intervals_AreNested_WidenAndStayAboveZero()
    {
        var random = new Random(11);

        var series = await Forecasts.SeriesAsync(Forecasts.Monthly(Enumerable.Range(0, 40).Select(_ => Math.Round(random.NextDouble() * 10, 3))), 24);

        Assert.All(series.Points, p => Assert.True(p.Low95 >= 0 && p.Low95 <= p.Low80 && p.Low80 <= p.Value && p.Value <= p.High80 && p.High80 <= p.High95));
        Assert.Equal(series.Points.Select(p => p.High95 - p.Value).Order(), series.Points.Select(p => p.High95 - p.Value));
    }

    [Fact]
    public async Task Intervals_OfRandomWalks_HoldTheTruthAboutAsOftenAsTheySay()
    {
        var random = new Random(2026);
        var (in80, in95, all) = (0, 0, 0);
        for (var run = 0; run < 60; run++)
        {
            var walk = new double[66];
            walk[0] = 1000;
            for (var i = 1; i < walk.Length; i++)
                walk[i] = walk[i - 1] + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) * 10;
            var series = await Forecasts.SeriesAsync(Forecasts.Monthly(walk.Take(60)), 6);
            foreach (var (point, truth) in series.Points.Zip(walk.Skip(60)))
            {
                in80 += truth >= point.Low80 && truth <= point.High80 ? 1 : 0;
                in95 += truth >= point.Low95 && truth <= point.High95 ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((double)in80 / all, 0.68, 0.93);
        Assert.InRange((double)in95 / all, 0.86, 1.0);
    }

    [Fact]
    public async Task Outlier_IsNamedKeptAndAsked()
    {
        var values = Enumerable.Range(0, 30).Select(i => 100.0 + i % 3).ToArray();
        values[20] = 900;

        var draft = await Forecasts.DraftAsync(Forecasts.Monthly(values), 3);

        Assert.Equal(900, draft.Output.Series[0].History[20].Value);
        Assert.Contains(draft.Output.Series[0].Remarks, r => r.Contains("900", StringComparison.Ordinal) && r.Contains("2021-09-01", StringComparison.Ordinal));
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("2021-09-01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LongDailyHistory_IsForecastFromItsRecentPart()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant($"{new DateOnly(2018, 1, 1).AddDays(i):yyyy-MM-dd},{50 + 20 * (i % 7 == 0 ? 1 : 0) + random.Next(5)}\n"));

        var series = await Forecasts.SeriesAsync("date,orders\n" + string.Concat(rows), 14);

        Assert.Equal(3000, series.History.Count);
        Assert.Contains(series.Remarks, r => r.Contains("last 1000 of 3000", StringComparison.Ordinal));
        Assert.InRange(series.Points.Max(p => p.Value) - series.Points.Min(p => p.Value), 15, 30);
    }

    [Fact]
    public async Task Validate_Draft_StandsAndChangedNumbersDoNot()
    {
        var csv = Forecasts.Monthly(Enumerable.Range(0, 24).Select(i => 50.0 + i % 5));
        var output = (await Forecasts.DraftAsync(csv)).Output;
        var series = output.Series[0];

        Assert.Empty(Forecasts.Validate(csv, output));
        Assert.Empty(Forecasts.Validate(csv, new([series with { Remarks = [.. series.Remarks, "Plan with the lower end."] }])));
        Assert.Contains(Forecasts.Validate(csv, new([series with { Points = [series.Points[0] with { Value = 1 }, .. series.Points.Skip(1)] }])), p => p.Path == "series[0].points");
        Assert.Contains(Forecasts.Validate(csv, new([series with { Method = "naive+" }])), p => p.Path == "series[0]");
        Assert.Contains(Forecasts.Validate(csv, new([series with { Remarks = [] }])), p => p.Path == "series[0].remarks");
        Assert.NotEmpty(Forecasts.Validate(csv, new([])));
    }

    [Fact]
    public async Task Draft_Twice_IsTheSame()
    {
        var random = new Random(9);
        var csv = Forecasts.Monthly(Enumerable.Range(0, 50).Select(i => 100 + 10 * Math.Sin(i * Math.PI / 6) + random.NextDouble()));

        Assert.Equal((await Forecasts.SeriesAsync(csv)).Points, (await Forecasts.SeriesAsync(csv)).Points);
    }
}
