using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Runs;
using RaptorFlow.Core.Runs.Events;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.LedgerFixture;

namespace RaptorFlow.Core.Tests.Runs.Events;

public sealed class RunEventLogTests(EmbeddedStack stack) : IAsyncLifetime
{
    private LedgerFixture _ledger = null!;
    private RunEventLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await CreateAsync(stack);
        _log = new(_ledger.Database);
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Look_RunWithoutEvents_IsThereAndNotOver()
    {
        var run = (await _ledger.SubmitAsync(Step("a"))).RunId;

        Assert.Equal((0, false), Told(await _log.LatestAsync(_ledger.Workspace, run, 10, Token)));
        Assert.Equal((0, false), Told(await _log.LookAsync(_ledger.Workspace, run, 0, 10, Token)));
    }

    [Fact]
    public async Task Look_RunThatIsOver_IsOverOnlyWhenNothingIsLeftOut()
    {
        var run = await CancelledAsync();

        Assert.Equal((3, true), Told(await _log.LatestAsync(_ledger.Workspace, run, 10, Token)));
        Assert.Equal([2, 3], (await _log.LatestAsync(_ledger.Workspace, run, 2, Token))!.Events.Select(e => e.Seq));
        Assert.Equal((2, false), Told(await _log.LookAsync(_ledger.Workspace, run, 0, 2, Token)));
        Assert.Equal((1, true), Told(await _log.LookAsync(_ledger.Workspace, run, 2, 2, Token)));
        Assert.Equal((0, true), Told(await _log.LookAsync(_ledger.Workspace, run, 3, 2, Token)));
        var last = (await _log.LookAsync(_ledger.Workspace, run, 2, 2, Token))!.Events[0];
        Assert.Equal((run, _ledger.Workspace, EventTypes.RunCancelled, "{}"), (last.RunId, last.WorkspaceId, last.Type, last.Data.GetRawText()));
    }

    [Fact]
    public async Task Look_RunThatIsRedone_IsNotOver()
    {
        var run = await CancelledAsync();
        Assert.Equal(RedoOutcome.Queued, await _ledger.Control.ResumeAsync(_ledger.Workspace, run, null, Token));

        Assert.Equal((4, false), Told(await _log.LatestAsync(_ledger.Workspace, run, 10, Token)));
    }

    [Fact]
    public async Task Look_AnotherWorkspacesRun_IsNone()
    {
        var run = await CancelledAsync();
        var stranger = Guid.NewGuid();

        Assert.Null(await _log.LatestAsync(stranger, run, 10, Token));
        Assert.Null(await _log.LookAsync(stranger, run, 0, 10, Token));
        Assert.Null(await _log.LookAsync(_ledger.Workspace, Guid.NewGuid(), 0, 10, Token));
    }

    [Fact]
    public async Task Follow_RunOnTheLedgerAndTheBus_IsHeardByItsWorkspaceAlone()
    {
        var feed = new RunEventFeed(_ledger.Database, _ledger.Bus, TimeProvider.System, NullLogger<RunEventFeed>.Instance);
        var run = (await _ledger.SubmitAsync(Step("a"), Step("b", "a"))).RunId;
        var following = feed.FollowAsync(_ledger.Workspace, run, 0, Token).Select(e => e.Type).ToListAsync(Token);
        var stranger = feed.FollowAsync(Guid.NewGuid(), run, 0, Token).ToListAsync(Token);

        await _ledger.Control.CancelAsync(_ledger.Workspace, run, Token);

        Assert.Equal([EventTypes.TaskCancelled, EventTypes.TaskCancelled, EventTypes.RunCancelled], await following);
        Assert.Empty(await stranger);
        Assert.Equal(0, feed.Tails.Count);
    }

    private async Task<Guid> CancelledAsync()
    {
        var run = (await _ledger.SubmitAsync(Step("a"), Step("b", "a"))).RunId;
        Assert.True(await _ledger.Control.CancelAsync(_ledger.Workspace, run, Token));
        return run;
    }

    private static (int Events, bool Over) Told(RunLook? look) => (look!.Events.Count, look.Over);
}
