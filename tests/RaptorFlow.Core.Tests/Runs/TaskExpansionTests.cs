using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class TaskExpansionTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly JsonElement Input = JsonSerializer.Deserialize<JsonElement>("""{"n":1}""");

    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Expand_TasksAskedFor_RunAndTheirAskerGoesOnWithTheirResults()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var asking = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        var change = await ExpandAsync(asking, Need("x"), Need("y"));

        Assert.Equal(2, change!.Ready.Count);
        var children = await _ledger.ClaimAsync(change.Ready);
        Assert.Equal(["a/x", "a/y"], children.Select(c => c.Step).Order());
        Assert.All(children, c => Assert.Equal(1, c.Given!.Value.GetProperty("n").GetInt32()));
        Assert.Empty((await _ledger.SucceedAsync(children[0], """{"from":"child"}"""))!.Ready);
        await _ledger.FailAsync(children[1], retryable: false);
        var view = await _ledger.RunAsync(run.RunId);
        var again = Assert.Single(await _ledger.ClaimAsync([new(view.Tasks[0].Id, _ledger.Workspace, _ledger.Guild, RunPriority.Normal)]));
        Assert.Equal((1, 1, "so far"), (again.Attempt, again.Round, again.Partial!.Value.GetProperty("text").GetString()));
        var results = again.Outputs.Where(o => o.Child).ToDictionary(o => o.Step);
        Assert.Equal("child", results[children[0].Step].Output!.Value.GetProperty("from").GetString());
        Assert.Equal("it broke", results[children[1].Step].Error);
        Assert.Single((await _ledger.SucceedAsync(again))!.Ready);
    }

    [Fact]
    public async Task Expand_AgentThatNobodyBrings_IsDeadAndTheAskerGoesOn()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var asking = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        var change = await ExpandAsync(asking, Need("x") with { Agent = Nobody });

        var again = Assert.Single(await _ledger.ClaimAsync(change!.Ready));
        Assert.Equal(asking.Id, again.Id);
        Assert.Equal($"No guild brings {Nobody}.", Assert.Single(again.Outputs).Error);
    }

    [Fact]
    public async Task Expand_RequiredTaskDies_RunFails()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var asking = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        var change = await ExpandAsync(asking, Need("x") with { Optional = false });

        await _ledger.FailAsync(Assert.Single(await _ledger.ClaimAsync(change!.Ready)), retryable: false);

        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal((Statuses.Failed, "a/x: it broke"), (view.Status, view.Error));
    }

    [Fact]
    public async Task Expand_SameKeyTwiceOrTooMany_IsRefusedAndChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var asking = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        await Assert.ThrowsAsync<AgentInputException>(() => ExpandAsync(asking, Need("x"), Need("x")));
        await Assert.ThrowsAsync<AgentInputException>(() => ExpandAsync(asking, [.. Enumerable.Range(0, 1_000).Select(i => Need($"x{i}"))]));

        Assert.Single((await _ledger.RunAsync(run.RunId)).Tasks);
        Assert.NotNull(await _ledger.SucceedAsync(asking));
    }

    [Fact]
    public async Task Expand_RequestThatBreaksTheContract_IsRefusedWithTheReasonAndChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("a/z", "a"));
        var asking = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        TaskRequest[] unfit =
        [
            Need(""), Need(new string('k', 81)), Need("x") with { Input = default }, Need("x") with { Input = JsonSerializer.SerializeToElement(new[] { 1 }) },
            Need("x") with { MaxAttempts = 0 }, Need("x") with { MaxAttempts = 11 }, Need("z"),
        ];

        foreach (var need in unfit)
            await Assert.ThrowsAsync<AgentInputException>(() => ExpandAsync(asking, need));

        Assert.Equal(2, (await _ledger.RunAsync(run.RunId)).Tasks.Count);
        Assert.NotNull(await ExpandAsync(asking, Need(new string('k', 80)) with { MaxAttempts = 10 }));
    }

    [Fact]
    public async Task Expand_StaleFence_ChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var stale = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.FailAsync(stale);

        Assert.Null(await ExpandAsync(stale, Need("x")));
        Assert.Single((await _ledger.RunAsync(run.RunId)).Tasks);
    }

    [Fact]
    public async Task Redo_StepThatAskedForTasks_AsksAnew()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var change = await ExpandAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)), Need("x"));
        var freed = await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(change!.Ready)));
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(freed!.Ready)));

        Assert.Equal(RedoOutcome.Queued, await _ledger.Control.RedoAsync(_ledger.Workspace, run.RunId, new("a"), null, Token));

        Assert.Single((await _ledger.RunAsync(run.RunId)).Tasks);
        var again = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        Assert.Equal((0, null), (again.Round, again.Partial));
        Assert.NotNull(await ExpandAsync(again, Need("x")));
    }

    private static TaskRequest Need(string key) => new() { Key = key, Agent = "TST-001", Input = Input };

    private Task<LedgerChange?> ExpandAsync(TaskClaim claim, params TaskRequest[] needs) => _ledger.Expansion.ExpandAsync(
        claim, Result("""{"text":"so far"}""") with { Needs = needs }, new Dictionary<string, AgentPlace> { ["TST-001"] = AgentPlace.In(_ledger.Guild) }, Token);
}
