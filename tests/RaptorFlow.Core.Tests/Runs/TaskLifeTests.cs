using RaptorFlow.Agents;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class TaskLifeTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Submit_Graph_OnlyRootsAreReady()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"), Step("c"));

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(["a", "c"], view.Tasks.Where(t => run.Ready.Any(r => r.Id == t.Id)).Select(t => t.Key));
        Assert.All(view.Tasks, t => Assert.Equal(Statuses.Queued, t.Status));
        Assert.Equal(["a"], view.Tasks.Single(t => t.Key == "b").DependsOn);
    }

    [Fact]
    public async Task Submit_StepWhoseInputIsMissing_IsLeftOut()
    {
        var optional = Step("b") with { When = "input.metrics" };

        var without = await _ledger.SubmitAsync(_ledger.Workspace, "{}", Step("a"), optional, Step("c", "b"));
        var with = await _ledger.SubmitAsync(_ledger.Workspace, """{"metrics":1}""", Step("a"), optional, Step("c", "b"));

        Assert.Equal(["a", "c"], (await _ledger.RunAsync(without.RunId)).Tasks.Select(t => t.Key));
        Assert.Equal(2, without.Ready.Count);
        Assert.Equal(["a", "b", "c"], (await _ledger.RunAsync(with.RunId)).Tasks.Select(t => t.Key));
    }

    [Fact]
    public async Task Submit_OptionalStepThatNobodyCanDo_IsDeadAndTheRunGoesOnWithoutIt()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b") with { Agent = Nobody, Optional = true }, Step("c", "a", "b"));

        var freed = await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(freed!.Ready)));

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(Statuses.Succeeded, view.Status);
        var dead = view.Tasks.Single(t => t.Key == "b");
        Assert.Equal((Statuses.Dead, $"No guild brings {Nobody}."), (dead.Status, dead.Error));
        Assert.Equal(RedoOutcome.NothingToDo, await _ledger.Control.ResumeAsync(_ledger.Workspace, run.RunId, null, Token));
        var events = await _ledger.Reader.EventsAsync(_ledger.Workspace, run.RunId, 0, 100, Token);
        Assert.Equal((EventTypes.TaskDead, "b"), (events[0].Type, events[0].Step));
    }

    [Fact]
    public async Task Submit_NothingThatCanBeDone_IsOverAtOnce()
    {
        var run = await _ledger.SubmitAsync(Step("a") with { When = "input.metrics" });

        Assert.Empty(run.Ready);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
        Assert.Equal([EventTypes.RunSucceeded], (await _ledger.Reader.EventsAsync(_ledger.Workspace, run.RunId, 0, 100, Token)).Select(e => e.Type));
    }

    [Fact]
    public async Task Return_ClaimedTask_CanBeClaimedAgainAndTheAttemptDoesNotCount()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var first = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        var change = await _ledger.Tasks.ReturnAsync([first], "not served", TimeSpan.Zero, Token);

        Assert.Equal([first.Id], change.Ready.Select(r => r.Id));
        Assert.Null(await _ledger.SucceedAsync(first));
        var second = Assert.Single(await _ledger.ClaimAsync(change.Ready));
        Assert.Equal((1, 2L), (second.Attempt, second.Fence));
        Assert.Empty((await _ledger.Tasks.ReturnAsync([first], "stale", TimeSpan.Zero, Token)).Changed);
        Assert.NotNull(await _ledger.SucceedAsync(second));
        Assert.Equal("returned", await _ledger.SqlAsync<string>("select outcome from task_attempts where fence = 1"));
    }

    [Fact]
    public async Task Fail_ErrorWithWhatPostgresRefuses_IsRecordedWithoutIt()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var claim = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        await _ledger.Completion.FailAsync(claim, new("it\0 broke \ud800!", FailureCause.InvalidInput), Token);

        Assert.Equal("it broke \ufffd!", (await _ledger.RunAsync(run.RunId)).Tasks[0].Error);
    }

    [Fact]
    public async Task Claim_SameTaskTwice_IsOneHosts()
    {
        var run = await _ledger.SubmitAsync(Step("a"));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _ledger.ClaimAsync(run.Ready)));

        var claim = Assert.Single(claims.SelectMany(c => c));
        Assert.Equal((1, 1L), (claim.Attempt, claim.Fence));
    }

    [Fact]
    public async Task Complete_LastTask_FinishesRunAndFreesDependentsInOrder()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"), Step("c", "a", "b"));
        var roots = await _ledger.ClaimAsync(run.Ready);

        var first = await _ledger.SucceedAsync(roots[0]);
        var second = await _ledger.SucceedAsync(roots[1]);
        Assert.Empty(first!.Ready);
        var last = Assert.Single(await _ledger.ClaimAsync(second!.Ready));
        Assert.Equal("c", last.Step);
        await _ledger.SucceedAsync(last);

        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
        var events = await _ledger.Reader.EventsAsync(_ledger.Workspace, run.RunId, 0, 100, Token);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Seq));
        Assert.Equal(EventTypes.RunStarted, events[0].Type);
        Assert.Equal(EventTypes.RunSucceeded, events[^1].Type);
    }

    [Fact]
    public async Task Complete_StaleFence_ChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var stale = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.FailAsync(stale);
        var current = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        var change = await _ledger.SucceedAsync(stale, """{"from":"stale"}""", new Decision { Kind = "plan", Choice = "stale" });

        Assert.Null(change);
        Assert.Null(await _ledger.FailAsync(stale, retryable: false));
        Assert.Equal(Statuses.Running, (await _ledger.RunAsync(run.RunId)).Tasks[0].Status);
        Assert.Equal(0, await _ledger.SqlAsync<int>("select count(*) from decisions"));
        Assert.NotNull(await _ledger.SucceedAsync(current, """{"from":"current"}"""));
        Assert.Equal("current", (await _ledger.RunAsync(run.RunId)).Tasks[0].Result!.Value.GetProperty("output").GetProperty("from").GetString());
    }

    [Fact]
    public async Task Complete_SameClaimManyTimesAtOnce_CountsOnce()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var claim = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _ledger.SucceedAsync(claim, "{}", new Decision { Kind = "plan", Choice = "once" })));

        Assert.Single(changes, c => c is not null);
        Assert.Equal(1, await _ledger.SqlAsync<int>("select count(*) from decisions"));
        Assert.Equal(0, await _ledger.SqlAsync<int>("select waiting_on from tasks where step = 'b'"));
    }

    [Fact]
    public async Task Fail_Retryable_IsTriedAgainUntilAttemptsEndThenRunFails()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"), Step("c"));
        var claims = await _ledger.ClaimAsync(run.Ready);
        await _ledger.FailAsync(claims.Single(c => c.Step == "a"));
        Assert.Equal(Statuses.Queued, (await _ledger.RunAsync(run.RunId)).Tasks[0].Status);

        var again = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        Assert.Equal(2, again.Attempt);
        await _ledger.FailAsync(again);

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(Statuses.Failed, view.Status);
        Assert.Equal("a: it broke", view.Error);
        Assert.Equal([Statuses.Dead, Statuses.Cancelled, Statuses.Cancelled], view.Tasks.Select(t => t.Status));
    }

    [Fact]
    public async Task Fail_OptionalStep_RunGoesOnWithoutIt()
    {
        var run = await _ledger.SubmitAsync(Step("a") with { Optional = true, MaxAttempts = 1 }, Step("b", "a"));

        var change = await _ledger.FailAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(change!.Ready)));

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(Statuses.Succeeded, view.Status);
        Assert.Equal([Statuses.Dead, Statuses.Succeeded], view.Tasks.Select(t => t.Status));
    }

    [Fact]
    public async Task Extend_TaskNoLongerHeld_IsNamed()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"));
        var claims = await _ledger.ClaimAsync(run.Ready);
        await _ledger.SucceedAsync(claims[0]);

        Assert.Equal([claims[0].Id], await _ledger.Tasks.ExtendAsync(claims, TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Claim_AnotherWorkspacesTask_FindsNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"));

        var (claims, _) = await _ledger.Tasks.ClaimAsync([(Guid.CreateVersion7(), run.Ready[0].Id)], "host", TimeSpan.FromMinutes(1), Token);

        Assert.Empty(claims);
        Assert.Null(await _ledger.Reader.FindAsync(Guid.CreateVersion7(), run.RunId, Token));
    }
}
