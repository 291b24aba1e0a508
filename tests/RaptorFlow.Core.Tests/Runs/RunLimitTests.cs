using Microsoft.Extensions.Options;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class RunLimitTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Sweep_TimeLimitPassed_RunFailsAndItsTasksStop()
    {
        var run = await SubmitAsync(limit: TimeSpan.FromMinutes(1));
        var claim = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        Assert.NotNull(claim.Deadline);
        await _ledger.SqlAsync<int>("update runs set deadline = now() - interval '1 second'");

        await _ledger.StopsAsync(run.RunId, () => _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token));

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal((Statuses.Failed, "Its time limit passed."), (view.Status, view.Error));
        Assert.Equal([claim.Id], await _ledger.Tasks.FindLostAsync([claim], Token));
        Assert.Null(await _ledger.SucceedAsync(claim));
    }

    [Fact]
    public async Task Claim_TimeLimitPassed_FindsNothing()
    {
        var run = await SubmitAsync(limit: TimeSpan.FromSeconds(-1));

        Assert.Empty(await _ledger.ClaimAsync(run.Ready));
    }

    [Fact]
    public async Task Submit_BudgetOfTheRun_IsKeptWithIt()
    {
        var run = await SubmitAsync(budget: 1_500);

        Assert.Equal(1_500, await _ledger.SqlAsync<long>("select limit_micros from budgets where scope = 'run' and scope_id = @Id", new { Id = run.RunId.ToString() }));
    }

    [Fact]
    public async Task Prune_RunsPastTheirTime_AreDeletedInBatchesAndOthersStay()
    {
        var old = new List<Guid>();
        for (var i = 0; i < 5; i++)
            old.Add(await DoneAsync());
        var running = await _ledger.SubmitAsync(Step("a"));
        var kept = await DoneAsync();
        await _ledger.SqlAsync<int>("update runs set finished_at = now() - interval '40 days' where id = any(@Old)", new { Old = old.ToArray() });

        Assert.Equal(5, (await Retention(runs: TimeSpan.FromHours(12)).PruneAsync(Token)).Runs);

        foreach (var id in old)
            Assert.Null(await _ledger.Reader.FindAsync(_ledger.Workspace, id, Token));
        Assert.Equal(0, await _ledger.SqlAsync<long>("select count(*) from run_events where run_id = any(@Old)", new { Old = old.ToArray() }));
        Assert.Equal(Statuses.Queued, (await _ledger.RunAsync(running.RunId)).Status);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(kept)).Status);
    }

    [Fact]
    public async Task Prune_EventsPastTheirTime_AreDeletedAndTheirRunStays()
    {
        var run = await DoneAsync();
        var kept = await DoneAsync();
        await _ledger.SqlAsync<int>("update runs set finished_at = now() - interval '2 days' where id = @Run", new { Run = run });

        Assert.Equal((0, 1), await Retention(events: TimeSpan.FromHours(12)).PruneAsync(Token));

        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run)).Status);
        Assert.Empty(await _ledger.Reader.EventsAsync(_ledger.Workspace, run, 0, 10, Token));
        Assert.NotEmpty(await _ledger.Reader.EventsAsync(_ledger.Workspace, kept, 0, 10, Token));
    }

    private Retention Retention(TimeSpan? runs = null, TimeSpan? events = null) => new(_ledger.Database,
        Options.Create(new RetentionOptions { Runs = runs ?? TimeSpan.FromDays(365), Events = events ?? TimeSpan.FromDays(90), Batch = 2 }));

    private async Task<Guid> DoneAsync()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));
        return run.RunId;
    }

    private Task<AcceptedRun> SubmitAsync(TimeSpan? limit = null, long? budget = null) => _ledger.Submission.SubmitAsync(new()
    {
        WorkspaceId = _ledger.Workspace,
        Definition = new() { Name = "test", Summary = "A test.", Steps = [Step("a"), Step("b", "a")] },
        Places = new Dictionary<string, AgentPlace> { ["TST-001"] = AgentPlace.In(_ledger.Guild) },
        Input = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>("{}"),
        TimeLimit = limit,
        BudgetMicros = budget,
    }, null, Token);
}
