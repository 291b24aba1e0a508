using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

/// <summary>Completions that are written together, and what their host goes on with.</summary>
public sealed class CompletionTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Succeed_ManyAtOnce_EachCountsOnceAndEventsHaveNoGap()
    {
        var steps = Enumerable.Range(0, 40).Select(i => Step($"s{i}")).ToList();
        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _ledger.SubmitAsync([.. steps, Step("join", [.. steps.Select(s => s.Key)])])));
        var claims = await _ledger.ClaimAsync(runs.SelectMany(r => r.Ready));

        var changes = await Task.WhenAll(claims.Concat(claims).Select(c => _ledger.SucceedAsync(c, $$"""{"s":"{{c.Step}}"}""")));

        Assert.Equal(claims.Count, changes.Count(c => c is not null));
        var freed = changes.OfType<LedgerChange>().SelectMany(c => c.Ready).ToList();
        Assert.Equal(5, freed.Count);
        foreach (var join in await _ledger.ClaimAsync(freed))
        {
            Assert.Equal(40, join.Outputs.Count);
            Assert.All(join.Outputs, o => Assert.Equal(o.Step, o.Output!.Value.GetProperty("s").GetString()));
            await _ledger.SucceedAsync(join);
        }
        foreach (var run in runs)
        {
            Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
            var events = await _ledger.Reader.EventsAsync(_ledger.Workspace, run.RunId, 0, 1_000, Token);
            Assert.Equal(Enumerable.Range(1, 1 + (41 * 2) + 1).Select(i => (long)i), events.Select(e => e.Seq));
            Assert.Equal(EventTypes.RunSucceeded, events[^1].Type);
        }
    }

    [Fact]
    public async Task Succeed_OneResultThatCannotBeStored_FailsAlone()
    {
        var run = await _ledger.SubmitAsync([.. Enumerable.Range(0, 20).Select(i => Step($"s{i}"))]);
        var claims = await _ledger.ClaimAsync(run.Ready);

        var results = await Task.WhenAll(claims.Select(async (c, i) =>
        {
            try
            {
                return await _ledger.SucceedAsync(c, i == 7 ? """{"nul":"\u0000"}""" : "{}") is not null;
            }
            catch (Npgsql.PostgresException)
            {
                return false;
            }
        }));

        Assert.Equal(19, results.Count(r => r));
        Assert.False(results[7]);
        Assert.Equal(Statuses.Running, (await _ledger.RunAsync(run.RunId)).Tasks.Single(t => t.Id == claims[7].Id).Status);
    }

    [Fact]
    public async Task Succeed_HostHasSlots_GoesOnWithWhatItFreedInTheSameTransaction()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"), Step("c", "a"), Step("d", "a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        Assert.Equal([_ledger.Guild, _ledger.Guild, _ledger.Guild], a.NextLanes);

        var change = await GoOnAsync(a, 2);

        Assert.Equal(["b", "c"], change!.Claims.Select(c => c.Step));
        Assert.Equal("d", (await _ledger.RunAsync(run.RunId)).Tasks.Single(t => t.Id == Assert.Single(change.Ready).Id).Key);
        Assert.All(change.Claims, c => Assert.Equal((a.Id, 1, 1L), (c.FreedBy!.Value, c.Attempt, c.Fence)));
        Assert.All(change.Claims, c => Assert.Equal("a", Assert.Single(c.Outputs).Step));
        Assert.Empty(await _ledger.ClaimAsync(change.Claims.Select(c => new ReadyTask(c.Id, c.WorkspaceId, c.Lane, RunPriority.Normal))));
        foreach (var claim in change.Claims)
            Assert.NotNull(await _ledger.SucceedAsync(claim));
    }

    [Fact]
    public async Task Succeed_StaleFence_GoesOnWithNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var stale = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.FailAsync(stale);
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));

        Assert.Null(await GoOnAsync(stale, 1));
        Assert.Equal(Statuses.Queued, (await _ledger.RunAsync(run.RunId)).Tasks[1].Status);
    }

    [Fact]
    public async Task Succeed_PausedRun_GoesOnWithNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token);

        Assert.Empty((await GoOnAsync(a, 1))!.Claims);
    }

    [Fact]
    public async Task FindDue_BacklogOfOneWorkspace_LetsTheOthersTakeTurns()
    {
        var other = Guid.CreateVersion7();
        var backlog = await QueueAsync(10_000);
        var single = (await _ledger.SubmitAsync(other, "{}", Step("a"))).Ready[0].Id;

        var taken = new List<Guid>();
        while (await _ledger.Tasks.FindDueAsync([_ledger.Guild], taken.Count == 0 ? 4 : 1_000, Token) is { Count: > 0 } due)
        {
            if (taken.Count == 0)
                Assert.InRange(due.ToList().IndexOf((other, single)), 0, 1);
            var (claims, _) = await _ledger.Tasks.ClaimAsync(due, "host", TimeSpan.FromMinutes(5), Token);
            Assert.Equal(due.Count, claims.Count);
            taken.AddRange(claims.Select(c => c.Id));
        }
        Assert.Equal(backlog.Append(single).Order(), taken.Order());
    }

    [Theory]
    [InlineData(FailureCause.Transient, 1, true)]
    [InlineData(FailureCause.Transient, 3, false)]
    [InlineData(FailureCause.RateLimited, 2, true)]
    [InlineData(FailureCause.Bug, 1, true)]
    [InlineData(FailureCause.Bug, 2, false)]
    [InlineData(FailureCause.InvalidInput, 1, false)]
    [InlineData(FailureCause.Rejected, 1, false)]
    public void NextDelay_ByCause_TriesAgainOrNot(FailureCause cause, int attempt, bool again) =>
        Assert.Equal(again, new RetryPolicy(RetryDelay.Default).NextDelay(new("x", cause), attempt, 3) is not null);

    [Fact]
    public void NextDelay_SourceAskedToWait_WaitsThatLongAtMostAnHour()
    {
        var policy = new RetryPolicy(RetryDelay.Default);

        Assert.Equal(TimeSpan.FromSeconds(90), policy.NextDelay(new("x", FailureCause.RateLimited, TimeSpan.FromSeconds(90)), 1, 3));
        Assert.Equal(TimeSpan.FromHours(1), policy.NextDelay(new("x", FailureCause.RateLimited, TimeSpan.FromDays(2)), 1, 3));
    }

    /// <summary>Queues a run of many steps, older than what is submitted next.</summary>
    private async Task<IReadOnlyList<Guid>> QueueAsync(int count)
    {
        var run = await _ledger.SubmitAsync(Step("s0"));
        var more = Enumerable.Range(1, count - 1).Select(_ => Guid.CreateVersion7()).ToArray();
        await _ledger.SqlAsync<int>("""
            insert into tasks (id, workspace_id, run_id, step, position, title, guild, lane, agent_code, inputs, optional, keep, status, priority, waiting_on, max_attempts, pushed_at)
            select m.id, workspace_id, run_id, 's' || m.n, m.n, title, guild, lane, agent_code, inputs, optional, keep, status, priority, waiting_on, max_attempts, pushed_at
            from tasks cross join unnest(@More) with ordinality as m (id, n)
            """, new { More = more });
        return [run.Ready[0].Id, .. more];
    }

    private Task<LedgerChange?> GoOnAsync(TaskClaim claim, int slots) => _ledger.Completion.SucceedAsync(
        claim, Result(), new("host", TimeSpan.FromMinutes(1), new Dictionary<string, int> { [_ledger.Guild] = slots }), Token);
}
