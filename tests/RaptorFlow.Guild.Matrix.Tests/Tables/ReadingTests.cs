namespace RaptorFlow.Guild.Matrix.Tests.Tables;

public sealed class ReadingTests
{
    [Theory]
    [InlineData("date,visits\n2026-01-01,1000\n2026-02-01,1100\n2026-03-01,1234.5")]
    [InlineData("\uFEFFdate;visits\r\n01.01.2026;1.000\r\n01.02.2026;1.100\r\n01.03.2026;1.234,5\r\n")]
    [InlineData("date\tvisits\n1/31/2026\t1,000\n2/28/2026\t1,100\n3/31/2026\t1,234.5")]
    [InlineData("date,visits\n2026-01,\"1,000\"\n2026-02,\"1,100\"\n2026-03,\"1,234.5\"")]
    [InlineData("Mois;Visites\njanvier 2026;1 000\nfévr. 2026;1\u202F100\nmars 2026;1 234,5")]
    [InlineData("Monat;Besuche\nJan 2026;1'000\nFeb 2026;1'100\nMär 2026;1'234.5")]
    [InlineData("date,visits\n2026-03-01,1234.5\n2026-01-01,1000\n2026-02-01,1100")]
    [InlineData("date,visits\n2026-01-01T00:00:00Z,$1000\n2026-02-01T00:00:00Z,$1100\n2026-03-01T00:00:00Z,$1234.5\n\n")]
    public async Task Table_InAnyCommonNotation_GivesTheSameHistory(string csv)
    {
        var series = await Forecasts.SeriesAsync(csv, 1);

        Assert.Equal("month", series.Period);
        Assert.Equal([1000, 1100, 1234.5], series.History.Select(p => p.Value));
        Assert.Equal([new(2026, 1, 1), new(2026, 2, 1), new(2026, 3, 1)], series.History.Select(p => p.Date));
        Assert.Equal(new(2026, 4, 1), series.Points[0].Date);
    }

    [Theory]
    [InlineData("date,visits\n2026-01-01,1\n2026-02-01,abc\n2026-03-01,3", "row 3", "'visits'", "'abc'")]
    [InlineData("date,visits\n2026-01-01,1\n2026-13-01,2\n2026-03-01,3", "row 3", "'date'", "'2026-13-01'")]
    [InlineData("date,visits\n2026-01-01,1\n2026-02-01,2,3\n2026-03-01,3", "row 3", "3 cells", "2")]
    [InlineData("date,visits\n2026-01-01,\"1\n2026-02-01,2", "row 2", "quotation", "never closed")]
    [InlineData("", "empty", "header", "date")]
    [InlineData("date,visits", "no row", "header", "figures")]
    [InlineData("a,b\nx,y\nz,w\nq,r", "no column holds dates", "'a'", "'b'")]
    [InlineData("date,note\n2026-01-01,x\n2026-02-01,y\n2026-03-01,z", "no column holds figures", "'date'", "'note'")]
    [InlineData("date,visits\n2026-01-01,1\n2026-02-01,2", "2 figures", "at least 3", "season")]
    [InlineData("date,visits\n2026-01-01,1\n2026-02-01,1e999\n2026-03-01,3", "row 3", "'visits'", "'1e999'")]
    public async Task Table_ThatCannotBeRead_IsRefusedWithPlaceAndWayOut(string csv, string first, string second, string third)
    {
        var refusal = await Forecasts.RefusalAsync(csv);

        Assert.Equal("metrics.csv", refusal.Field);
        Assert.Contains(first, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(second, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(third, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Column_Unknown_NamesTheOnesThereAre()
    {
        var refusal = await Forecasts.RefusalAsync("date,visits,sales\n2026-01,1,2\n2026-02,1,2\n2026-03,1,2", column: "orders");

        Assert.Equal("metrics.column", refusal.Field);
        Assert.Contains("'visits', 'sales'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public async Task Horizon_OutOfRange_IsRefused(int horizon)
    {
        Assert.Equal("metrics.horizon", (await Forecasts.RefusalAsync("date,visits\n2026-01,1\n2026-02,1\n2026-03,1", horizon)).Field);
    }

    [Fact]
    public async Task Column_Named_IsTheOneForecast()
    {
        var series = await Forecasts.SeriesAsync("date,visits,sales\n2026-01,1,20\n2026-02,1,21\n2026-03,1,22", column: "SALES");

        Assert.Equal("sales", series.Column);
        Assert.Equal(20, series.History[0].Value);
    }

    [Fact]
    public async Task Duplicates_SameAreCountedOnce_DifferentAreAdded()
    {
        var series = await Forecasts.SeriesAsync("date,visits\n2026-01-01,5\n2026-01-01,5\n2026-02-01,3\n2026-02-01,4\n2026-03-01,6");

        Assert.Equal([5, 7, 6], series.History.Select(p => p.Value));
        Assert.Contains(series.Remarks, r => r.Contains("counted once", StringComparison.Ordinal));
        Assert.Contains(series.Remarks, r => r.Contains("added up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GapsAndMissingCells_AreFilledRemarkedAndAsked()
    {
        var draft = await Forecasts.DraftAsync("date,visits\n2026-01,10\n2026-02,NA\n2026-03,20\n2026-05,40\n2026-06,50");

        var series = draft.Output.Series[0];
        Assert.Equal([10, 15, 20, 30, 40, 50], series.History.Select(p => p.Value));
        Assert.Contains(series.Remarks, r => r.StartsWith("2 of 6 periods had no figure", StringComparison.Ordinal) && r.Contains("2026-02-01, 2026-04-01", StringComparison.Ordinal));
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("missing figures", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MonthThatIsNotOver_IsLeftOut()
    {
        var series = await Forecasts.SeriesAsync("date,visits\n2026-01,10\n2026-02,11\n2026-03,12\n2026-04,3", today: new DateOnly(2026, 4, 10));

        Assert.Equal(3, series.History.Count);
        Assert.Contains(series.Remarks, r => r.Contains("not over", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-01-01", "2026-01-02", "2026-01-03", "day", "2026-01-04")]
    [InlineData("2026-01-05", "2026-01-12", "2026-01-19", "week", "2026-01-26")]
    [InlineData("2026-W02", "2026-W03", "2026-W04", "week", "2026-01-26")]
    [InlineData("Q1 2025", "Q2 2025", "Q3 2025", "quarter", "2025-10-01")]
    [InlineData("2022", "2023", "2024", "year", "2025-01-01")]
    [InlineData("31.01.2026", "28.02.2026", "31.03.2026", "month", "2026-04-01")]
    public async Task Period_IsFoundFromTheDates(string a, string b, string c, string period, string next)
    {
        var series = await Forecasts.SeriesAsync($"date;visits\n{a};1\n{b};2\n{c};4", 1);

        Assert.Equal(period, series.Period);
        Assert.Equal(DateOnly.Parse(next, System.Globalization.CultureInfo.InvariantCulture), series.Points[0].Date);
    }

    [Fact]
    public async Task ClosedWeekdays_AreNeitherFilledNorForecast()
    {
        var days = Enumerable.Range(0, 42).Select(i => new DateOnly(2026, 1, 5).AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

        var series = await Forecasts.SeriesAsync("date,visits\n" + string.Concat(days.Select((d, i) => FormattableString.Invariant($"{d:yyyy-MM-dd},{100 + i % 5}\n"))), 10);

        Assert.Equal(30, series.History.Count);
        Assert.DoesNotContain(series.Points, p => p.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Equal(new(2026, 2, 16), series.Points[0].Date);
        Assert.Equal("seasonal_naive", series.Method);
    }
}
