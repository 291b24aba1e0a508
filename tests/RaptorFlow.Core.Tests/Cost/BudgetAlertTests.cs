using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Cost.LedgerUnderTest;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class BudgetAlertTests(EmbeddedStack stack)
{
    private const long Usd = Money.MicrosPerUsd;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settle_ThatCrossesAPercentage_TellsOfItOnce()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();

        await test.SpendAsync(scope, Entry(49 * Usd / 10));
        Assert.Empty(await AlertsAsync(test, scope));
        await test.SpendAsync(scope, Entry(Usd / 10));
        await test.SpendAsync(scope, Entry(Usd / 10));

        var alert = Assert.Single(await test.Alerts.ListAsync(scope.WorkspaceId, null, 10, Cancel));
        Assert.Equal((BudgetScope.WorkspaceMonth, "2026-11", 50, 10 * Usd, 5 * Usd), (alert.Scope, alert.ScopeId, alert.Percent, alert.LimitMicros, alert.SpentMicros));
    }

    [Fact]
    public async Task Settle_ThatCrossesSeveralOfSeveralBudgets_TellsOfEach()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope(campaign: Guid.CreateVersion7());
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Campaign, scope.CampaignId!.Value.ToString(), 10 * Usd, Cancel);
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), 9 * Usd, Cancel);

        await test.SpendAsync(scope, Entry(9 * Usd));

        Assert.Equal(
            [("campaign", 50, 10 * Usd), ("campaign", 80, 10 * Usd), ("run", 50, 9 * Usd), ("run", 80, 9 * Usd), ("run", 100, 9 * Usd), ("workspace_month", 50, 10 * Usd), ("workspace_month", 80, 10 * Usd)],
            await AlertsAsync(test, scope));
    }

    [Fact]
    public async Task RaisedLimit_TellsAnewAtTheNewOne_AndALoweredOneAtOnce()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var run = scope.RunId.ToString();
        await test.SpendAsync(scope, Entry(2 * Usd));

        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, run, 4 * Usd, Cancel);
        Assert.Equal([("run", 50, 4 * Usd)], await AlertsAsync(test, scope));
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, run, 5 * Usd, Cancel);
        await test.SpendAsync(scope, Entry(Usd / 2));
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, run, 4 * Usd, Cancel);
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, run, 2 * Usd, Cancel);

        Assert.Equal([("run", 50, 2 * Usd), ("run", 50, 4 * Usd), ("run", 50, 5 * Usd), ("run", 80, 2 * Usd), ("run", 100, 2 * Usd)], await AlertsAsync(test, scope));
    }

    [Fact]
    public async Task DefaultLimit_ThatFollowsTheMembers_IsTheOneThatCounts()
    {
        await using var test = await StartAsync(stack);
        test.Members.Count = 3;
        var scope = Scope();
        await test.SpendAsync(scope, Entry(9 * Usd));
        Assert.Empty(await AlertsAsync(test, scope));

        test.Members.Count = 1;
        await test.SpendAsync(scope, Entry(1));

        Assert.Equal([("workspace_month", 50, 10 * Usd), ("workspace_month", 80, 10 * Usd)], await AlertsAsync(test, scope));
    }

    [Fact]
    public async Task LimitOfNothing_TellsOnlyOnceSomethingIsSpent()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var under = await test.HoldAsync(scope, 1);
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), 0, Cancel);
        Assert.Empty(await AlertsAsync(test, scope));

        await test.Ledger.SettleAsync(under, Entry(1), null, Cancel);

        Assert.Equal([("run", 50, 0), ("run", 80, 0), ("run", 100, 0)], await AlertsAsync(test, scope));
    }

    [Fact]
    public async Task HundredSettlementsAtOnce_TellOfEachPercentageOnce_AndTheMetersSaySo()
    {
        await using var test = await StartAsync(stack);
        using var meters = new Meters(test.Metrics.Meter);
        var scope = Scope();
        var holds = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => test.HoldAsync(scope, Usd / 10)));

        await Task.WhenAll(holds.Select(hold => test.Ledger.SettleAsync(hold, Entry(Usd / 10) with { Tier = ModelTier.Economy }, null, Cancel)));
        await test.Ledger.NoteAsync(scope, Entry(0) with { ServedFrom = ServedFrom.Cache }, null, Cancel);

        var alerts = (await test.Alerts.ListAsync(scope.WorkspaceId, null, 10, Cancel)).OrderByDescending(a => a.Percent).ToList();
        Assert.Equal([100, 80, 50], alerts.Select(a => a.Percent));
        Assert.Equal([10 * Usd, 8 * Usd, 5 * Usd], alerts.Select(a => a.SpentMicros));
        Assert.Equal(3, meters.Sum(CostMetrics.Alerts));
        Assert.Equal(10 * Usd, meters.Sum(CostMetrics.Spent, ("tier", "economy"), ("model", "m")));
        Assert.Equal((100, 1), (meters.Sum(CostMetrics.Calls, ("served_from", "provider")), meters.Sum(CostMetrics.Calls, ("served_from", "cache"))));
        Assert.DoesNotContain(meters.Values, value => value.Contains(scope.WorkspaceId.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Costs:AlertPercents:0 is 0;", 0)]
    [InlineData("Costs:AlertPercents:0 is 101;", 101)]
    [InlineData("Costs:AlertPercents:1 is 50, which stands there already.", 50, 50)]
    public void AlertPercents_Unfit_AreNamed(string error, params int[] percents)
    {
        var options = new CostOptions();
        options.AlertPercents.AddRange(percents);

        Assert.StartsWith(error, Assert.Single(new CostOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_ThatDoNotSumToAHundred_AreNamed()
    {
        var options = new CostOptions { Shares = { Economy = 91 } };

        Assert.Equal(["Costs:Shares sum to 101; they must sum to 100."], new CostOptionsValidator().Validate(null, options).Failures!);
        Assert.True(new CostOptionsValidator().Validate(null, new()).Succeeded);
    }

    private static async Task<IEnumerable<(string, int, long)>> AlertsAsync(LedgerUnderTest test, CostScope scope) =>
        (await test.Alerts.ListAsync(scope.WorkspaceId, null, 100, Cancel)).Select(a => (a.Scope.Column(), a.Percent, a.LimitMicros)).OrderBy(a => a.Item1, StringComparer.Ordinal).ThenBy(a => a.Percent).ThenBy(a => a.LimitMicros);

    /// <summary>What one meter measured.</summary>
    private sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentBag<(string Name, long Value, string[] Tags)> _seen = [];

        public Meters(Meter meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                var named = new string[tags.Length];
                for (var i = 0; i < tags.Length; i++)
                    named[i] = $"{tags[i].Key}={tags[i].Value}";
                _seen.Add((instrument.Name, value, named));
            });
            _listener.Start();
        }

        public IEnumerable<string> Values => _seen.SelectMany(s => s.Tags);

        public long Sum(string name, params (string Key, string Value)[] tags) =>
            _seen.Where(s => s.Name == name && tags.All(t => s.Tags.Contains($"{t.Key}={t.Value}"))).Sum(s => s.Value);

        public void Dispose() => _listener.Dispose();
    }
}
