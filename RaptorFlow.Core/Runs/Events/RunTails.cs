using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Bus;

namespace RaptorFlow.Core.Runs.Events;

/// <summary>The tails of the runs that somebody in this process follows, and one subscription to the bus for each of their workspaces.</summary>
internal sealed class RunTails(IRunEventLog log, IRaptorBus bus, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Workspace> _workspaces = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _workspaces.Values.Sum(w => w.Runs.Count);
        }
    }

    /// <summary>Takes a place at the tail of a run, as a workspace sees it. The last to leave lets it go.</summary>
    public Place Join(Guid workspaceId, Guid runId)
    {
        lock (_gate)
        {
            if (!_workspaces.TryGetValue(workspaceId, out var workspace))
                _workspaces.Add(workspaceId, workspace = new() { Id = workspaceId, Subscription = Task.Run(() => SubscribeAsync(workspaceId)) });
            if (!workspace.Runs.TryGetValue(runId, out var run))
                workspace.Runs.Add(runId, run = new() { Id = runId, Tail = new(workspaceId, runId, log, time, logger) });
            run.Followers++;
            return new(this, workspace, run);
        }
    }

    private async Task<IAsyncDisposable> SubscribeAsync(Guid workspaceId)
    {
        var subscription = await bus.OnEventsAsync(workspaceId, run => Call(workspaceId, run), CancellationToken.None);
        // What was announced until now, nobody heard.
        lock (_gate)
        {
            foreach (var run in _workspaces.GetValueOrDefault(workspaceId)?.Runs.Values.AsEnumerable() ?? [])
                run.Tail.Call();
        }
        return subscription;
    }

    private void Call(Guid workspaceId, Guid runId)
    {
        lock (_gate)
            _workspaces.GetValueOrDefault(workspaceId)?.Runs.GetValueOrDefault(runId)?.Tail.Call();
    }

    private async ValueTask LeaveAsync(Workspace workspace, Run run)
    {
        var wasLastOfWorkspace = false;
        lock (_gate)
        {
            if (--run.Followers > 0)
                return;
            workspace.Runs.Remove(run.Id);
            if (workspace.Runs.Count == 0)
                wasLastOfWorkspace = _workspaces.Remove(workspace.Id);
        }
        await run.Tail.DisposeAsync();
        if (wasLastOfWorkspace)
            await (await workspace.Subscription).DisposeAsync();
    }

    internal sealed class Workspace
    {
        public required Guid Id { get; init; }
        public required Task<IAsyncDisposable> Subscription { get; init; }
        public Dictionary<Guid, Run> Runs { get; } = [];
    }

    internal sealed class Run
    {
        public required Guid Id { get; init; }
        public required RunTail Tail { get; init; }
        public int Followers { get; set; }
    }

    /// <summary>A follower's place at a tail, to be left once.</summary>
    internal sealed class Place(RunTails tails, Workspace workspace, Run run) : IAsyncDisposable
    {
        public RunTail Tail => run.Tail;

        public ValueTask DisposeAsync() => tails.LeaveAsync(workspace, run);
    }
}
