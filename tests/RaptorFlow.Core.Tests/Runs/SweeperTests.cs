using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class SweeperTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Sweep_LeaseEnded_TaskIsQueuedAgainAndItsHostCanNoLongerComplete()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var lost = Assert.Single(await _ledger.ClaimAsync(run.Ready, lease: TimeSpan.FromSeconds(-1)));

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        Assert.Null(await _ledger.SucceedAsync(lost));
        var popped = await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token);
        Assert.Equal([(_ledger.Workspace, lost.Id)], popped);
        Assert.Equal(2, Assert.Single(await _ledger.ClaimAsync(run.Ready)).Attempt);
        Assert.Equal("lost", await _ledger.SqlAsync<string>("select outcome from task_attempts where fence = 1"));
    }

    [Fact]
    public async Task Sweep_LeaseEndedOnLastAttempt_TaskIsDead()
    {
        var run = await _ledger.SubmitAsync(Step("a") with { MaxAttempts = 1 });
        await _ledger.ClaimAsync(run.Ready, lease: TimeSpan.FromSeconds(-1));

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        Assert.Equal(Statuses.Failed, (await _ledger.RunAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task Sweep_TaskThatWasNeverPushed_IsPushedOnce()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"), Step("c", "a"));

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);
        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        var popped = await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token);
        Assert.Equal(run.Ready.Select(r => r.Id).Order(), popped!.Select(p => p.TaskId).Order());
    }

    [Fact]
    public async Task Sweep_BacklogThatTheBusKnows_DoesNotKeepARetryFromItsTurn()
    {
        var backlog = await _ledger.SubmitAsync(Step("a"));
        await _ledger.SqlAsync<int>("""
            insert into tasks (id, workspace_id, run_id, step, position, title, guild, lane, agent_code, inputs, optional, keep, status, priority, waiting_on, max_attempts, pushed_at)
            select gen_random_uuid(), workspace_id, run_id, 'b' || n, n, title, 'elsewhere', 'elsewhere', agent_code, inputs, optional, keep, status, priority, 0, max_attempts, now() - interval '1 hour'
            from tasks, generate_series(1, 2500) as n
            """);
        await _ledger.SqlAsync<int>("update tasks set pushed_at = null, id = 'ffffffff-ffff-7fff-bfff-ffffffffffff' where step = 'a'");

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        Assert.Single((await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token))!);
        Assert.NotEmpty(backlog.Ready);
    }

    [Fact]
    public async Task Sweep_LeaseStillGood_LeavesTheTask()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var claim = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);

        Assert.NotNull(await _ledger.SucceedAsync(claim));
    }
}
