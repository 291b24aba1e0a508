using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class DeadLetterTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;
    private DeadLetters _letters = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await CreateAsync(stack);
        var registry = new AgentRegistry(_ledger.Database, TimeProvider.System, NullLogger<AgentRegistry>.Instance);
        _letters = new(_ledger.Database, new(_ledger.Database, registry), _ledger.Control, _ledger.Bus);
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Find_DeadTask_HasInputErrorAndEveryAttempt()
    {
        var task = await DieAsync();

        var letter = await _letters.FindAsync(_ledger.Workspace, task, Token);

        Assert.Equal(("b", "transient", "it broke"), (letter!.Step, letter.Cause, letter.Error));
        Assert.Equal("a", letter.Input!["from"]!["made"]!.GetValue<string>());
        Assert.Equal(3, letter.Input["n"]!.GetValue<int>());
        Assert.Equal([(1, "retry"), (2, "dead")], letter.History!.Select(a => ((int)a.Attempt, a.Outcome)));
        Assert.Null(await _letters.FindAsync(Guid.CreateVersion7(), task, Token));
    }

    [Fact]
    public async Task List_DeadTasks_NewestFirstByPageAndFilter()
    {
        var first = await DieAsync();
        var second = await DieAsync();

        Assert.Equal([second, first], (await _letters.ListAsync(_ledger.Workspace, null, null, null, 10, Token)).Select(l => l.Id));
        var newest = (await _letters.ListAsync(_ledger.Workspace, null, null, null, 1, Token))[0];
        Assert.Equal([first], (await _letters.ListAsync(_ledger.Workspace, "TST-001", "transient", new TimeCursor(newest.DiedAt, newest.Id), 10, Token)).Select(l => l.Id));
        Assert.Empty(await _letters.ListAsync(_ledger.Workspace, null, "bug", null, 10, Token));
        Assert.Empty(await _letters.ListAsync(Guid.CreateVersion7(), null, null, null, 10, Token));
    }

    [Fact]
    public async Task Retry_DeadTask_QueuesItsStepAnewAndTheLetterIsGone()
    {
        var task = await DieAsync();

        var (runId, outcome) = (await _letters.RetryAsync(_ledger.Workspace, task, null, Token))!.Value;

        Assert.Equal(RedoOutcome.Queued, outcome);
        Assert.Equal([Statuses.Succeeded, Statuses.Queued], (await _ledger.RunAsync(runId)).Tasks.Select(t => t.Status));
        Assert.Null(await _letters.FindAsync(_ledger.Workspace, task, Token));
        Assert.Null(await _letters.RetryAsync(_ledger.Workspace, task, null, Token));
    }

    [Fact]
    public async Task Discard_DeadTask_TakesItOffTheListOnce()
    {
        var task = await DieAsync();

        Assert.False(await _letters.DiscardAsync(Guid.CreateVersion7(), task, null, Token));
        Assert.True(await _letters.DiscardAsync(_ledger.Workspace, task, Guid.CreateVersion7(), Token));
        Assert.False(await _letters.DiscardAsync(_ledger.Workspace, task, null, Token));
        Assert.Empty(await _letters.ListAsync(_ledger.Workspace, null, null, null, 10, Token));
    }

    private async Task<Guid> DieAsync()
    {
        var b = Step("b") with { Inputs = new Dictionary<string, string> { ["from"] = "steps.a", ["n"] = "input.n" } };
        var run = await _ledger.SubmitAsync(_ledger.Workspace, """{"n":3}""", Step("a"), b);
        var ready = (await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)), """{"made":"a"}"""))!.Ready;
        await _ledger.FailAsync(Assert.Single(await _ledger.ClaimAsync(ready)));
        await _ledger.FailAsync(Assert.Single(await _ledger.ClaimAsync(ready)));
        return ready[0].Id;
    }
}
