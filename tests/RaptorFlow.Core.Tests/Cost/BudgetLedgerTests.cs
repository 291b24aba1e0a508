using RaptorFlow.Core.Cost;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Cost.LedgerUnderTest;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class BudgetLedgerTests(EmbeddedStack stack)
{
    private const long Usd = Money.MicrosPerUsd;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_WithinTheLimit_ReservesAndSettlesToTheRealCost()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();

        var hold = await test.HoldAsync(scope, 3 * Usd);
        Assert.Equal((0, 3 * Usd), await SpentAndHeldAsync(test, scope));
        Assert.Equal(7 * Usd, (await test.Ledger.LeftAsync(scope, Cancel)).Least());

        await test.Ledger.SettleAsync(hold, Entry(1 * Usd), null, Cancel);
        Assert.Equal((1 * Usd, 0), await SpentAndHeldAsync(test, scope));
        Assert.Equal(9 * Usd, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
        Assert.Equal((1, 0), (await test.CountAsync(scope.WorkspaceId, "cost_entries"), await test.CountAsync(scope.WorkspaceId, "budget_holds")));
    }

    [Fact]
    public async Task Hold_AboveTheMonth_IsRefusedWithWhatLacks_AndReservesNothing()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.HoldAsync(scope, 8 * Usd);

        var result = await test.Ledger.HoldAsync(scope, 5 * Usd, Cancel);

        Assert.Null(result.Hold);
        Assert.Equal(new HoldRefusal(BudgetScope.WorkspaceMonth, "2026-11", 2 * Usd, 3 * Usd), result.Refusal);
        Assert.Equal("the workspace's month 2026-11 has $2.00 left and lacks $3.00", result.Refusal!.ToString());
        Assert.Equal((0, 8 * Usd), await SpentAndHeldAsync(test, scope));
    }

    [Theory]
    [InlineData(BudgetScope.Campaign)]
    [InlineData(BudgetScope.Run)]
    public async Task Hold_AboveAnInnerBudget_IsRefused_AndTheOtherBudgetsAreLeftAlone(BudgetScope inner)
    {
        await using var test = await StartAsync(stack);
        var scope = Scope(campaign: Guid.CreateVersion7());
        var id = (inner == BudgetScope.Campaign ? scope.CampaignId!.Value : scope.RunId).ToString();
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, inner, id, 1 * Usd, Cancel);
        await test.HoldAsync(scope, Usd / 2);

        var result = await test.Ledger.HoldAsync(scope, 2 * Usd, Cancel);

        Assert.Equal(new HoldRefusal(inner, id, Usd / 2, 3 * Usd / 2), result.Refusal);
        Assert.Equal((0, Usd / 2), await SpentAndHeldAsync(test, scope));
        Assert.Equal(Usd / 2, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
    }

    [Fact]
    public async Task DefaultLimit_FollowsTheMembers()
    {
        await using var test = await StartAsync(stack);
        test.Members.Count = 3;
        var scope = Scope();
        var hold = await test.HoldAsync(scope, 25 * Usd);
        await test.Ledger.SettleAsync(hold, Entry(25 * Usd), null, Cancel);

        test.Members.Count = 1;

        Assert.Equal(0, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
        Assert.Equal(-15 * Usd, (await test.Ledger.HoldAsync(scope, 1, Cancel)).Refusal!.LeftMicros);
    }

    [Fact]
    public async Task Settle_AboveTheHold_IsBookedInFull()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var hold = await test.HoldAsync(scope, 1 * Usd);

        await test.Ledger.SettleAsync(hold, Entry(12 * Usd), null, Cancel);

        Assert.Equal((12 * Usd, 0), await SpentAndHeldAsync(test, scope));
        Assert.NotNull((await test.Ledger.HoldAsync(scope, 1, Cancel)).Refusal);
        Assert.NotNull((await test.Ledger.HoldAsync(scope, 0, Cancel)).Hold);
    }

    [Fact]
    public async Task Settle_Twice_BooksOnce()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var hold = await test.HoldAsync(scope, 1 * Usd);

        await test.Ledger.SettleAsync(hold, Entry(Usd), null, Cancel);
        await test.Ledger.SettleAsync(hold, Entry(Usd), null, Cancel);

        Assert.Equal((1 * Usd, 0), await SpentAndHeldAsync(test, scope));
    }

    [Fact]
    public async Task Release_GivesEverythingBack_Once()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.HoldAsync(scope, 2 * Usd);
        var hold = await test.HoldAsync(scope, 1 * Usd);

        await test.Ledger.ReleaseAsync(hold, Cancel);
        await test.Ledger.ReleaseAsync(hold, Cancel);

        Assert.Equal((0, 2 * Usd), await SpentAndHeldAsync(test, scope));
    }

    [Fact]
    public async Task Reap_FreesOnlyWhatExpired_AndALateAnswerIsStillBooked()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        var dead = await test.HoldAsync(scope, 2 * Usd);
        test.Time.Advance(TimeSpan.FromMinutes(10));
        await test.HoldAsync(scope, 1 * Usd);
        test.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal([scope.WorkspaceId], await test.Ledger.FindExpiredAsync(Cancel));
        Assert.Equal(1, await test.Ledger.ReapExpiredAsync(scope.WorkspaceId, Cancel));
        Assert.Equal((0, 1 * Usd), await SpentAndHeldAsync(test, scope));
        Assert.Empty(await test.Ledger.FindExpiredAsync(Cancel));

        await test.Ledger.SettleAsync(dead, Entry(Usd), null, Cancel);
        Assert.Equal((1 * Usd, 1 * Usd), await SpentAndHeldAsync(test, scope));
    }

    [Fact]
    public async Task Reap_OfAnotherWorkspace_FindsNothing()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.HoldAsync(scope, 2 * Usd);
        test.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, await test.Ledger.ReapExpiredAsync(Guid.CreateVersion7(), Cancel));
        Assert.Equal((0, 2 * Usd), await SpentAndHeldAsync(test, scope));
    }

    [Fact]
    public async Task Month_ThatEndsDuringTheCall_KeepsTheCallInItsOwnMonth()
    {
        await using var test = await StartAsync(stack);
        test.Time.SetUtcNow(new(2026, 11, 30, 23, 59, 59, TimeSpan.Zero));
        var scope = Scope();
        var hold = await test.HoldAsync(scope, 2 * Usd);
        test.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(10 * Usd, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
        await test.Ledger.SettleAsync(hold, Entry(1 * Usd), null, Cancel);

        Assert.Equal((1 * Usd, 0), await SpentAndHeldAsync(test, scope));
        Assert.Equal(0, (await test.MonthAsync(scope.WorkspaceId, "2026-12")).SpentMicros);
    }

    [Fact]
    public async Task BudgetSetInMidRun_CountsWhatWasSpent_AndNeverFreesWhatItNeverHeld()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.Ledger.SettleAsync(await test.HoldAsync(scope, 2 * Usd), Entry(2 * Usd), null, Cancel);
        var under = await test.HoldAsync(scope, 1 * Usd);

        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), 3 * Usd, Cancel);
        await test.Ledger.ReleaseAsync(under, Cancel);

        var run = (await test.Budgets.ListAsync(scope.WorkspaceId, Cancel)).Single(budget => budget.Scope == BudgetScope.Run);
        Assert.Equal((3 * Usd, 2 * Usd, 0), (run.LimitMicros, run.SpentMicros, run.HeldMicros));
        Assert.Equal(1 * Usd, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
    }

    [Fact]
    public async Task LimitTakenAwayUnderACall_LimitsNothing_AndOneSetLaterFindsTheWholePast()
    {
        await using var test = await StartAsync(stack);
        var scope = Scope();
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), 3 * Usd, Cancel);
        var under = await test.HoldAsync(scope, 2 * Usd);

        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), null, Cancel);
        Assert.DoesNotContain(await test.Budgets.ListAsync(scope.WorkspaceId, Cancel), budget => budget.Scope == BudgetScope.Run);
        await test.SpendAsync(scope, Entry(4 * Usd));
        Assert.Equal(4 * Usd, (await test.Ledger.LeftAsync(scope, Cancel)).Least());
        await test.Budgets.SetLimitAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), 5 * Usd, Cancel);
        Assert.Equal((4 * Usd, 2 * Usd), await RunAsync());

        await test.Ledger.SettleAsync(under, Entry(1 * Usd), null, Cancel);
        Assert.Equal((5 * Usd, 0), await RunAsync());

        async Task<(long, long)> RunAsync()
        {
            var run = (await test.Budgets.FindAsync(scope.WorkspaceId, BudgetScope.Run, scope.RunId.ToString(), Cancel))!;
            return (run.SpentMicros, run.HeldMicros);
        }
    }

    [Fact]
    public async Task BudgetsSetWhileCallsSettle_CountEachCallOnce()
    {
        await using var test = await StartAsync(stack);
        var workspace = Guid.CreateVersion7();
        var calls = Enumerable.Range(0, 40).Select(i => Scope(workspace, campaign: Guid.CreateVersion7())).ToList();
        var holds = await Task.WhenAll(calls.Select(call => test.HoldAsync(call, Usd / 100)));

        await Task.WhenAll(holds.SelectMany(hold => new[]
        {
            test.Ledger.SettleAsync(hold, Entry(Usd / 100), null, Cancel),
            test.Budgets.SetLimitAsync(workspace, BudgetScope.Run, hold.Scope.RunId.ToString(), Usd, Cancel),
            test.Budgets.SetLimitAsync(workspace, BudgetScope.Campaign, hold.Scope.CampaignId.ToString()!, Usd, Cancel),
        }));

        Assert.All(await test.Budgets.ListAsync(workspace, Cancel), budget =>
            Assert.Equal((budget.Scope == BudgetScope.WorkspaceMonth ? 40 * Usd / 100 : Usd / 100, 0), (budget.SpentMicros, budget.HeldMicros)));
    }

    [Fact]
    public async Task SetLimit_BelowZero_IsRefused()
    {
        await using var test = await StartAsync(stack);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => test.Budgets.SetLimitAsync(Guid.CreateVersion7(), BudgetScope.Run, "r", -1, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => test.Ledger.HoldAsync(Scope(), -1, Cancel));
    }

    private static async Task<(long Spent, long Held)> SpentAndHeldAsync(LedgerUnderTest test, CostScope scope)
    {
        var month = await test.MonthAsync(scope.WorkspaceId);
        return (month.SpentMicros, month.HeldMicros);
    }
}
