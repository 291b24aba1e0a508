using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class RunControlTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Cancel_RunningRun_StopsItAndRefusesItsTasksCompletion()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        var claim = Assert.Single(await _ledger.ClaimAsync(run.Ready));

        Assert.True(await _ledger.Control.CancelAsync(_ledger.Workspace, run.RunId, Token));

        Assert.Null(await _ledger.SucceedAsync(claim));
        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(Statuses.Cancelled, view.Status);
        Assert.All(view.Tasks, t => Assert.Equal(Statuses.Cancelled, t.Status));
        Assert.False(await _ledger.Control.CancelAsync(_ledger.Workspace, run.RunId, Token));
    }

    [Fact]
    public async Task Cancel_RunningRun_ItsHostIsTold()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        await _ledger.ClaimAsync(run.Ready);

        await _ledger.StopsAsync(run.RunId, () => _ledger.Control.CancelAsync(_ledger.Workspace, run.RunId, Token));
    }

    [Fact]
    public async Task Cancel_WhileTheTasksAreKeptAlive_NeitherDeadlocks()
    {
        for (var round = 0; round < 10; round++)
        {
            var run = await _ledger.SubmitAsync([.. Enumerable.Range(0, 40).Select(i => Step($"s{i}"))]);
            var claims = await _ledger.ClaimAsync(run.Ready);
            IReadOnlyList<TaskClaim> backwards = [.. claims.OrderByDescending(c => c.Id)];

            var beats = Enumerable.Range(0, 6).Select(_ => _ledger.Tasks.ExtendAsync(backwards, TimeSpan.FromMinutes(1), Token));
            var cancelled = _ledger.Control.CancelAsync(_ledger.Workspace, run.RunId, Token);
            await Task.WhenAll(beats);

            Assert.True(await cancelled);
        }
    }

    [Fact]
    public async Task Cancel_AnotherWorkspacesRun_IsNotFound()
    {
        var run = await _ledger.SubmitAsync(Step("a"));

        Assert.Null(await _ledger.Control.CancelAsync(Guid.CreateVersion7(), run.RunId, Token));
        Assert.Equal(Statuses.Queued, (await _ledger.RunAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task Redo_FromStep_RunsItAndWhatBuildsOnItAnewAndKeepsTheRest()
    {
        var run = await FinishedRunAsync();

        var outcome = await _ledger.Control.RedoAsync(_ledger.Workspace, run, new("b", _ => JsonSerializer.Deserialize<JsonElement>("""{"corrected":true}""")), null, Token);

        Assert.Equal(RedoOutcome.Queued, outcome);
        var view = await _ledger.RunAsync(run);
        Assert.Equal([Statuses.Succeeded, Statuses.Queued, Statuses.Queued, Statuses.Succeeded], view.Tasks.Select(t => t.Status));
        Assert.Equal("true", await _ledger.SqlAsync<string>("select input ->> 'corrected' from runs"));
        var popped = await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token);
        Assert.Equal([view.Tasks[1].Id], popped!.Select(p => p.TaskId));
    }

    [Theory]
    [InlineData("nowhere", RedoOutcome.NoSuchStep)]
    [InlineData(null, RedoOutcome.NothingToDo)]
    public async Task Redo_WhatCannotBe_IsToldApart(string? step, RedoOutcome expected)
    {
        var run = await FinishedRunAsync();

        Assert.Equal(expected, await _ledger.Control.RedoAsync(_ledger.Workspace, run, new(step), null, Token));
    }

    [Fact]
    public async Task Redo_StepThatDecided_SupersedesItsDecision()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)), "{}", new Decision { Kind = "plan", Choice = "first" });

        await _ledger.Control.RedoAsync(_ledger.Workspace, run.RunId, new("a"), null, Token);
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)), "{}", new Decision { Kind = "plan", Choice = "second" });

        var decisions = await new DecisionReader(_ledger.Database).ListAsync(_ledger.Workspace, null, 10, Token);
        Assert.Equal([("second", false), ("first", true)], decisions.Select(d => (d.Choice, d.SupersededAt is not null)));
    }

    [Fact]
    public async Task Redo_InputThatAsksForStepsTheRunBeganWithout_IsRefusedAndChangesNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b") with { When = "input.metrics" });
        await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));

        var outcome = await _ledger.Control.RedoAsync(_ledger.Workspace, run.RunId, new("a", _ => JsonSerializer.Deserialize<JsonElement>("""{"metrics":1}""")), null, Token);

        Assert.Equal(RedoOutcome.NewSteps, outcome);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task Redo_WhatBelongsToItFails_ChangesNothing()
    {
        var run = await FinishedRunAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _ledger.Control.RedoAsync(_ledger.Workspace, run, new("b"), _ => throw new InvalidOperationException("no"), Token));

        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run)).Status);
    }

    [Fact]
    public async Task Redo_RunStillRunning_IsRefused()
    {
        var run = await _ledger.SubmitAsync(Step("a"));

        Assert.Equal(RedoOutcome.StillRunning, await _ledger.Control.ResumeAsync(_ledger.Workspace, run.RunId, null, Token));
        Assert.Equal(RedoOutcome.NotFound, await _ledger.Control.ResumeAsync(Guid.CreateVersion7(), run.RunId, null, Token));
    }

    [Fact]
    public async Task Resume_FailedRun_RunsOnlyWhatDidNotSucceed()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a") with { MaxAttempts = 1 }, Step("c", "b"));
        var freed = await _ledger.SucceedAsync(Assert.Single(await _ledger.ClaimAsync(run.Ready)));
        await _ledger.FailAsync(Assert.Single(await _ledger.ClaimAsync(freed!.Ready)));

        Assert.Equal(RedoOutcome.Queued, await _ledger.Control.ResumeAsync(_ledger.Workspace, run.RunId, null, Token));

        var next = freed.Ready;
        foreach (var expected in new[] { "b", "c" })
        {
            var claim = Assert.Single(await _ledger.ClaimAsync(next));
            Assert.Equal(expected, claim.Step);
            next = (await _ledger.SucceedAsync(claim))!.Ready;
        }
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
    }

    private async Task<Guid> FinishedRunAsync()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"), Step("c", "b"), Step("d", "a"));
        await _ledger.FinishAsync(run);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
        return run.RunId;
    }
}
