using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Cost.LedgerUnderTest;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class CostReportTests(EmbeddedStack stack)
{
    private static readonly CostPeriod November = new(new(2026, 11, 1), new(2026, 11, 30));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SourceCall_HeldAndSettled_StandsInTheBooksAsOne()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var search = new CostEntry { Kind = CostKind.Source, Model = "web-search", Provider = "brave", InputTokens = 0, OutputTokens = 0, CostMicros = 5_000 };
        await test.SpendAsync(scope, search);
        await test.SpendAsync(scope, search);
        await test.SpendAsync(scope, Entry(7_000) with { AskedTier = ModelTier.Premium, Tier = ModelTier.Economy });

        var sources = await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Source, November, 10, Cancel);
        var row = Assert.Single(sources.Items);
        Assert.Equal(("brave/web-search", 2, 10_000), (row.Key, row.Calls.Provider, row.CostMicros));
        Assert.Equal(7_000, (await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Model, November, 10, Cancel)).Total.CostMicros);
        Assert.Equal(17_000, (await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Agent, November, 10, Cancel)).Total.CostMicros);
        Assert.Equal(17_000, (await test.MonthAsync(scope.WorkspaceId)).SpentMicros);
        Assert.Equal(1, (await test.Tiers.ReadAsync(scope.WorkspaceId, November, Cancel)).Calls);
    }

    [Fact]
    public async Task Vectors_AreAModelsCalls_AndLeaveTheSharesOfTheTiersAsTheyAre()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.SpendAsync(scope, Entry(7_000) with { AskedTier = ModelTier.Economy, Tier = ModelTier.Economy });
        await test.SpendAsync(scope, new() { Model = "vectors-1", Provider = "openai", InputTokens = 1_000, OutputTokens = 0, CostMicros = 20 });

        Assert.Equal(["m", "vectors-1"], (await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Model, November, 10, Cancel)).Items.Select(row => row.Key).Order());
        Assert.Equal(["economy"], (await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Tier, November, 10, Cancel)).Items.Select(row => row.Key));
        var shares = await test.Tiers.ReadAsync(scope.WorkspaceId, November, Cancel);
        Assert.Equal((1L, 7_000L, 100m), (shares.Calls, shares.CostMicros, shares.Items.Single(share => share.Tier == ModelTier.Economy).CallsPercent));
    }

    [Fact]
    public async Task Forecast_OfTheBooks_CountsWholeDaysFromTheFirstCallOn()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        for (var day = 0; day < 4; day++)
        {
            await test.SpendAsync(scope, Entry(1_000_000));
            test.Time.Advance(TimeSpan.FromDays(1));
        }

        // Begun on the 22nd, it is noon of the 26th: four whole days of a dollar, four and a half days left.
        var forecast = await test.Forecasts.ReadAsync(scope.WorkspaceId, Cancel);
        Assert.Equal((4, 4_000_000, 8_500_000, ForecastMethod.DailyMean), (forecast.Days, forecast.SpentMicros, forecast.ForecastMicros, forecast.Method));
    }

    [Fact]
    public async Task Day_EndsAtMidnightOfUtc()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        test.Time.SetUtcNow(new(2026, 11, 23, 23, 59, 59, TimeSpan.Zero));
        await test.SpendAsync(scope, Entry(1));
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await test.SpendAsync(scope, Entry(2));

        var days = await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Day, November, 10, Cancel);
        Assert.Equal([("2026-11-23", 1L), ("2026-11-24", 2L)], days.Items.Select(d => (d.Key!, d.CostMicros)));
        Assert.Equal(1, (await test.Reports.SumAsync(scope.WorkspaceId, CostKey.Day, new(new(2026, 11, 23), new(2026, 11, 23)), 10, Cancel)).Total.CostMicros);
    }
}
