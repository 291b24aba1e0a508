using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs;

public sealed class RunPauseTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await CreateAsync(stack);

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Pause_RunAtWork_EndsWhatRunsAndBeginsNothing()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"), Step("c", "a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready.Take(1)));

        Assert.True(await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token));

        Assert.Empty(await _ledger.ClaimAsync(run.Ready));
        Assert.Empty((await _ledger.SucceedAsync(a))!.Ready);
        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(Statuses.Paused, view.Status);
        Assert.Equal([Statuses.Succeeded, Statuses.Paused, Statuses.Paused], view.Tasks.Select(t => t.Status));
        await _ledger.Sweeper.SweepAsync(TimeSpan.Zero, Token);
        Assert.Empty((await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token))!);
    }

    [Fact]
    public async Task Resume_PausedRun_GoesOnWithAllThatIsReady()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b"), Step("c", "a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready.Take(1)));
        await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token);
        await _ledger.SucceedAsync(a);

        Assert.True(await _ledger.Pause.ResumeAsync(_ledger.Workspace, run.RunId, Token));

        var popped = await _ledger.Bus.PopAsync(_ledger.Guild, 10, Token);
        var view = await _ledger.RunAsync(run.RunId);
        Assert.Equal(view.Tasks.Skip(1).Select(t => t.Id).Order(), popped!.Select(p => p.TaskId).Order());
        foreach (var claim in await _ledger.ClaimAsync(popped!.Select(p => new ReadyTask(p.TaskId, p.WorkspaceId, "", RunPriority.Normal))))
            await _ledger.SucceedAsync(claim);
        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
        var types = (await _ledger.Reader.EventsAsync(_ledger.Workspace, run.RunId, 0, 100, Token)).Select(e => e.Type).ToList();
        Assert.True(types.IndexOf(EventTypes.RunPaused) < types.IndexOf(EventTypes.RunResumed));
    }

    [Fact]
    public async Task Fail_WhilePaused_WaitsForTheResume()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token);

        await _ledger.FailAsync(a);

        Assert.Equal(Statuses.Paused, (await _ledger.RunAsync(run.RunId)).Tasks[0].Status);
        await _ledger.Pause.ResumeAsync(_ledger.Workspace, run.RunId, Token);
        Assert.Equal(2, Assert.Single(await _ledger.ClaimAsync(run.Ready)).Attempt);
    }

    [Fact]
    public async Task Pause_LastTaskEndsMeanwhile_RunIsOver()
    {
        var run = await _ledger.SubmitAsync(Step("a"));
        var a = Assert.Single(await _ledger.ClaimAsync(run.Ready));
        await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token);

        await _ledger.SucceedAsync(a);

        Assert.Equal(Statuses.Succeeded, (await _ledger.RunAsync(run.RunId)).Status);
        Assert.False(await _ledger.Pause.ResumeAsync(_ledger.Workspace, run.RunId, Token));
    }

    [Fact]
    public async Task Pause_AnotherWorkspacesRun_IsNotFound()
    {
        var run = await _ledger.SubmitAsync(Step("a"));

        Assert.Null(await _ledger.Pause.PauseAsync(Guid.CreateVersion7(), run.RunId, Token));
        Assert.False(await _ledger.Pause.ResumeAsync(_ledger.Workspace, run.RunId, Token));
    }

    [Fact]
    public async Task Cancel_PausedRun_StopsIt()
    {
        var run = await _ledger.SubmitAsync(Step("a"), Step("b", "a"));
        await _ledger.Pause.PauseAsync(_ledger.Workspace, run.RunId, Token);

        Assert.True(await _ledger.Control.CancelAsync(_ledger.Workspace, run.RunId, Token));

        Assert.All((await _ledger.RunAsync(run.RunId)).Tasks, t => Assert.Equal(Statuses.Cancelled, t.Status));
    }
}
