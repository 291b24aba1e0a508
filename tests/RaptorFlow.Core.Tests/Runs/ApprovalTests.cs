using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class ApprovalTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly ApprovalRule Rule = new() { Role = "lord_operator", ExpiresAfter = TimeSpan.FromHours(1) };

    private readonly Guid _user = Guid.CreateVersion7();
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Approve_ExactContent_LetsTheRunGoOnOnce()
    {
        var (run, approval) = await AskAsync(Rule);
        Assert.Equal(Statuses.AwaitingApproval, (await _ledger.RunAsync(run)).Tasks[0].Status);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(run, approval, true)));

        Assert.Single(outcomes, ApprovalOutcome.Decided);
        Assert.Equal(5, outcomes.Count(o => o == ApprovalOutcome.AlreadyDecided));
        Assert.Equal([Statuses.Succeeded, Statuses.Queued], (await _ledger.RunAsync(run)).Tasks.Select(t => t.Status));
        Assert.Single((await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token))!);
        Assert.Equal("Looks right", await _ledger.SqlAsync<string>("select reasons[1] from decisions where kind = 'approval'"));
    }

    [Fact]
    public async Task Approve_RoleTooLowOrOtherContent_IsRefused()
    {
        var (run, approval) = await AskAsync(Rule);

        Assert.Equal(ApprovalOutcome.RoleTooLow, await DecideAsync(run, approval, true, Role.Analyst));
        Assert.Equal(ApprovalOutcome.OtherContent, await DecideAsync(run, approval with { ContentHash = new string('0', 64) }, true));
        Assert.Equal(ApprovalOutcome.NotFound, await _ledger.Approvals.DecideAsync(Guid.CreateVersion7(), run, approval.Id, new(true, _user, Role.Admin, approval.ContentHash, null), Token));
        Assert.Equal("pending", Assert.Single(await _ledger.Approvals.ListAsync(_ledger.Workspace, null, Token)).Status);
    }

    [Fact]
    public async Task Approve_ContentChangedBehindIt_IsRefused()
    {
        var (run, approval) = await AskAsync(Rule);
        await _ledger.SqlAsync<int>("""update tasks set result = jsonb_set(result, '{output}', '{"text":"other"}') where status = 'awaiting_approval'""");

        Assert.NotEqual(ApprovalOutcome.Decided, await DecideAsync(run, approval, true));
        Assert.Equal(Statuses.AwaitingApproval, (await _ledger.RunAsync(run)).Tasks[0].Status);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Retry_OfWhatWasRejected_TakesNoAnswerFromBefore(bool approved, bool fresh)
    {
        var (run, approval) = await AskAsync(Rule);
        await DecideAsync(run, approval, approved);
        await _ledger.Control.CancelAsync(_ledger.Workspace, run, Token);

        Assert.Equal(RedoOutcome.Queued, await _ledger.Control.ResumeAsync(_ledger.Workspace, run, null, Token));

        var claims = await _ledger.ClaimAsync([.. (await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token))!.Select(t => new ReadyTask(t.TaskId, t.WorkspaceId, _ledger.Guild, RunPriority.Normal))]);
        Assert.All(claims, c => Assert.Equal(fresh, c.Fresh));
        Assert.NotEmpty(claims);
    }

    [Fact]
    public async Task Reject_Result_KillsTheStepWithTheReason()
    {
        var (run, approval) = await AskAsync(Rule);

        Assert.Equal(ApprovalOutcome.Decided, await DecideAsync(run, approval, false));

        var view = await _ledger.RunAsync(run);
        Assert.Equal((Statuses.Failed, Statuses.Dead, "rejected"), (view.Status, view.Tasks[0].Status, view.Tasks[0].Cause));
        Assert.Contains("Looks right", view.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_NobodyDecidedInTime_StepIsDead()
    {
        var (run, approval) = await AskAsync(Rule with { ExpiresAfter = TimeSpan.FromSeconds(-1) });
        Assert.Equal(ApprovalOutcome.Expired, await DecideAsync(run, approval, true));

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        var view = await _ledger.RunAsync(run);
        Assert.Equal((Statuses.Failed, "approval_expired"), (view.Status, view.Tasks[0].Cause));
        Assert.Equal("expired", Assert.Single(await _ledger.Approvals.ListAsync(_ledger.Workspace, run, Token)).Status);
    }

    [Fact]
    public async Task Cancel_RunThatWaits_WithdrawsTheApproval()
    {
        var (run, approval) = await AskAsync(Rule);
        await _ledger.Control.CancelAsync(_ledger.Workspace, run, Token);

        Assert.Equal(ApprovalOutcome.AlreadyDecided, await DecideAsync(run, approval, true));
        Assert.Equal("withdrawn", Assert.Single(await _ledger.Approvals.ListAsync(_ledger.Workspace, run, Token)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RejectOrExpire_WhileAnotherStepRuns_ItsHostIsTold(bool rejected)
    {
        var (run, approval) = await AskAsync(rejected ? Rule : Rule with { ExpiresAfter = TimeSpan.FromSeconds(-1) }, Step("other"));

        await _ledger.StopsAsync(run, async () =>
        {
            if (rejected)
                Assert.Equal(ApprovalOutcome.Decided, await DecideAsync(run, approval, false));
            else
                await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);
        });

        Assert.Equal(Statuses.Cancelled, (await _ledger.RunAsync(run)).Tasks.Single(t => t.Key == "other").Status);
    }

    [Fact]
    public async Task Request_StaleFence_ChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a") with { Approval = Rule });
        var stale = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.FailAsync(stale);

        Assert.Null(await _ledger.Approvals.RequestAsync(stale, Rule, Result(), Token));
        Assert.Empty(await _ledger.Approvals.ListAsync(_ledger.Workspace, run.RunId, Token));
    }

    /// <summary>Asks about the first step's result; the others that are ready are at work.</summary>
    private async Task<(Guid Run, ApprovalView Approval)> AskAsync(ApprovalRule rule, params WorkflowStep[] others)
    {
        var run = await _ledger.SubmitAsync([Step("a") with { Approval = rule }, Step("b", "a"), .. others]);
        var claim = (await _ledger.ClaimAsync(run.Ready)).Single(c => c.Step == "a");
        Assert.NotNull(claim.Approval);
        await _ledger.Approvals.RequestAsync(claim, rule, Result("""{"text":"a line"}"""), Token);
        return (run.RunId, Assert.Single(await _ledger.Approvals.ListAsync(_ledger.Workspace, run.RunId, Token)));
    }

    private Task<ApprovalOutcome> DecideAsync(Guid run, ApprovalView approval, bool approved, Role role = Role.LordOperator) =>
        _ledger.Approvals.DecideAsync(_ledger.Workspace, run, approval.Id, new(approved, _user, role, approval.ContentHash, "Looks right"), Token);
}
