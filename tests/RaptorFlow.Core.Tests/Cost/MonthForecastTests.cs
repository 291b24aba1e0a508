using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class MonthForecastTests
{
    private const long Usd = Money.MicrosPerUsd;

    [Fact]
    public void Of_EvenDays_GoesOnAsItWasWithoutDoubt()
    {
        var forecast = Of(day: 11, hour: 0, spent: 10 * Usd, limit: 25 * Usd, [.. Enumerable.Repeat(Usd, 10)]);

        Assert.Equal((30 * Usd, 30 * Usd, 30 * Usd, 10), (forecast.ForecastMicros, forecast.LowMicros, forecast.HighMicros, forecast.Days));
        Assert.Equal((ForecastMethod.DailyMean, true, new DateOnly(2026, 11, 26)), (forecast.Method, forecast.PassesLimit, forecast.PassesOn));
    }

    [Fact]
    public void Of_UnevenDays_HasTheIntervalOfTheFormula()
    {
        // Mean 2, variance 1 over 3 days; 26.5 days are left: 1.96·√(26.5 + 26.5²/3) = 31.629…
        var forecast = Of(day: 4, hour: 12, spent: 7 * Usd, limit: 100 * Usd, Usd, 2 * Usd, 3 * Usd, Usd);

        Assert.Equal(60 * Usd, forecast.ForecastMicros);
        Assert.Equal(91.64, forecast.HighMicros!.Value / (double)Usd, 2);
        Assert.Equal(28.36, forecast.LowMicros!.Value / (double)Usd, 2);
        Assert.False(forecast.PassesLimit);
        Assert.Null(forecast.PassesOn);
    }

    [Fact]
    public void Of_FewerThanThreeWholeDays_IsThePlainRunRateAndSaysSo()
    {
        var forecast = Of(day: 3, hour: 0, spent: 4 * Usd, limit: 10 * Usd, Usd, 3 * Usd);

        Assert.Equal((ForecastMethod.RunRate, 60 * Usd, null, null), (forecast.Method, forecast.ForecastMicros, forecast.LowMicros, forecast.HighMicros));
        Assert.Contains("Fewer than three", forecast.Note, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 11, 6), forecast.PassesOn);
    }

    [Fact]
    public void Of_FirstMinutes_DoesNotTakeThemForTheMonthsPace()
    {
        var forecast = Of(day: 1, hour: 0, spent: Usd, limit: 100 * Usd, Usd);
        Assert.Equal(31 * Usd, forecast.ForecastMicros);
    }

    [Fact]
    public void Of_LimitPassedAlready_NamesTheDayItWas()
    {
        var forecast = Of(day: 5, hour: 6, spent: 8 * Usd, limit: 5 * Usd, Usd, 2 * Usd, 2 * Usd, 3 * Usd);
        Assert.Equal((true, new DateOnly(2026, 11, 3)), (forecast.PassesLimit, forecast.PassesOn));
    }

    [Fact]
    public void Of_WideSpread_NeverGoesBelowWhatIsSpent()
    {
        var forecast = Of(day: 4, hour: 0, spent: 9 * Usd, limit: 5 * Usd, 0, 9 * Usd, 0);
        Assert.Equal(9 * Usd, forecast.LowMicros);
    }

    [Fact]
    public void Of_NothingSpent_IsNothing()
    {
        var forecast = Of(day: 20, hour: 0, spent: 0, limit: 10 * Usd);
        Assert.Equal((0, 0, false), (forecast.ForecastMicros, forecast.HighMicros, forecast.PassesLimit));
    }

    private static CostForecast Of(int day, int hour, long spent, long limit, params long[] days) => MonthForecast.Of(
        new(2026, 11, day, hour, 0, 0, TimeSpan.Zero), new(2026, 11, 1), days.Select((cost, i) => (cost, i)).ToDictionary(d => new DateOnly(2026, 11, 1 + d.i), d => d.cost), spent, limit);
}
