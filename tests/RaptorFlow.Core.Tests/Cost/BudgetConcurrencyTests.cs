using RaptorFlow.Core.Cost;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Cost.LedgerUnderTest;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class BudgetConcurrencyTests(EmbeddedStack stack)
{
    private const long Usd = Money.MicrosPerUsd;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoHundredConcurrentHolds_NeverExceedTheCap()
    {
        await using var test = await StartAsync(stack);
        var workspace = Guid.CreateVersion7();

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => test.Ledger.HoldAsync(Scope(workspace), Usd / 10, Cancel)));

        Assert.Equal(100, results.Count(result => result.Hold is not null));
        Assert.All(results.Where(result => result.Hold is null), result => Assert.Equal(BudgetScope.WorkspaceMonth, result.Refusal!.Scope));
        Assert.Equal(10 * Usd, (await test.MonthAsync(workspace)).HeldMicros);
    }

    [Fact]
    public async Task ConcurrentCallsOnThreeBudgets_WithDeadHolders_KeepEveryBookExact()
    {
        await using var test = await StartAsync(stack);
        var (workspace, campaign) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Guid[] runs = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        await test.Budgets.SetLimitAsync(workspace, BudgetScope.Campaign, campaign.ToString(), 6 * Usd, Cancel);
        foreach (var run in runs)
            await test.Budgets.SetLimitAsync(workspace, BudgetScope.Run, run.ToString(), 4 * Usd, Cancel);

        var spent = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => CallAsync(test, Scope(workspace, campaign, runs[i % 2]), i)));

        var before = await test.Budgets.ListAsync(workspace, Cancel);
        Assert.All(before, budget => Assert.InRange(budget.SpentMicros + budget.HeldMicros, 0, budget.LimitMicros));
        test.Time.Advance(TimeSpan.FromHours(1));
        await test.Ledger.ReapExpiredAsync(workspace, Cancel);
        var books = await test.Budgets.ListAsync(workspace, Cancel);
        Assert.All(books, budget => Assert.Equal(0, budget.HeldMicros));
        Assert.Equal(0, await test.CountAsync(workspace, "budget_holds"));
        Assert.Equal(spent.Sum(), books.Single(budget => budget.Scope == BudgetScope.WorkspaceMonth).SpentMicros);
        Assert.Equal(spent.Sum(), books.Single(budget => budget.Scope == BudgetScope.Campaign).SpentMicros);
        Assert.Equal(spent.Sum(), books.Where(budget => budget.Scope == BudgetScope.Run).Sum(budget => budget.SpentMicros));
        Assert.True(spent.Sum() > 0);
    }

    /// <summary>Every third call fails, every fifth dies with its hold, the rest settle below it.</summary>
    private static async Task<long> CallAsync(LedgerUnderTest test, CostScope scope, int i)
    {
        var result = await test.Ledger.HoldAsync(scope, Usd / 10, Cancel);
        if (result.Hold is null || i % 5 == 0)
            return 0;
        if (i % 3 == 0)
        {
            await test.Ledger.ReleaseAsync(result.Hold, Cancel);
            return 0;
        }
        var cost = (Usd / 20) + i;
        await test.Ledger.SettleAsync(result.Hold, Entry(cost), null, Cancel);
        return cost;
    }
}
