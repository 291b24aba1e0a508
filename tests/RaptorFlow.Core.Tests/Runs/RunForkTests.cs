using System.Text.Json;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class RunForkTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Fork_FromAStep_TakesOverTheOthersResultsAndDoesTheRestAnew()
    {
        var first = await DoneAsync();

        var (forked, outcome) = await ForkAsync(first, "b", """{"changed":true}""");

        Assert.Equal(RedoOutcome.Queued, outcome);
        var view = await _ledger.RunAsync(forked!.RunId);
        Assert.Equal(first, view.ForkedFrom);
        Assert.Equal([Statuses.Succeeded, Statuses.Queued, Statuses.Queued, Statuses.Succeeded], view.Tasks.Select(t => t.Status));
        var b = Assert.Single(await _ledger.ClaimAsync(forked.Ready));
        Assert.Equal(("b", 1, true), (b.Step, b.Attempt, b.RunInput.GetProperty("changed").GetBoolean()));
        Assert.Equal("a", Assert.Single(b.Outputs).Output!.Value.GetProperty("from").GetString());
        var c = Assert.Single(await _ledger.ClaimAsync((await _ledger.SucceedAsync(b))!.Ready));
        await _ledger.SucceedAsync(c);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(forked.RunId)).Status);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(first)).Status);
    }

    [Fact]
    public async Task Fork_RunThatGoesOnOrStepThatIsNot_IsRefused()
    {
        var running = await _ledger.SubmitAsync(Step("a"));
        var first = await DoneAsync();

        Assert.Equal(RedoOutcome.StillRunning, (await ForkAsync(running.RunId, "a")).Outcome);
        Assert.Equal(RedoOutcome.NoSuchStep, (await ForkAsync(first, "z")).Outcome);
        Assert.Equal(RedoOutcome.NotFound, (await _ledger.Fork.ForkAsync(Guid.CreateVersion7(), first, new("a", null, null, null), null, Token)).Outcome);
    }

    [Fact]
    public async Task Fork_FailedRun_DoesWhatDidNotSucceedAsWell()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"));
        var claims = await _ledger.ClaimAsync(run.Ready);
        await _ledger.SucceedAsync(claims[0]);
        await _ledger.FailAsync(claims[1], retryable: false);

        var (forked, _) = await ForkAsync(run.RunId, "a");

        Assert.Equal(2, forked!.Ready.Count);
    }

    private async Task<Guid> DoneAsync()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"), Step("c", "b"), Step("d", "a"));
        await _ledger.FinishAsync(run);
        return run.RunId;
    }

    private Task<(AcceptedRun? Run, RedoOutcome Outcome)> ForkAsync(Guid run, string step, string? input = null) => _ledger.Fork.ForkAsync(
        _ledger.Workspace, run, new(step, input is null ? null : JsonSerializer.Deserialize<JsonElement>(input), null, null), null, Token);
}
