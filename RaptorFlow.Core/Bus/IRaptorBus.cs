using RaptorFlow.Core.Runs;

namespace RaptorFlow.Core.Bus;

/// <summary>
/// The nervous system: tells hosts that there is work and listeners that something happened. It may forget everything at any time;
/// what it carries stands in the ledger.
/// </summary>
public interface IRaptorBus
{
    /// <summary>Queues tasks, each at most once, and wakes the hosts of their lanes. Never throws when the bus is away; the sweeper pushes again.</summary>
    Task PushAsync(IReadOnlyList<ReadyTask> tasks, CancellationToken cancellationToken);

    /// <summary>Takes up to <paramref name="most"/> tasks of a lane, urgent ones first, workspaces in turn. Null when the bus is away: the ledger knows as well.</summary>
    Task<IReadOnlyList<(Guid WorkspaceId, Guid TaskId)>?> PopAsync(string lane, int most, CancellationToken cancellationToken);

    /// <summary>Tells listeners that runs have new events. Never throws when the bus is away; listeners also look by themselves.</summary>
    Task PublishAsync(IReadOnlyList<ChangedRun> runs, CancellationToken cancellationToken);

    /// <summary>Tells hosts to stop work on a run. Never throws when the bus is away; the next heartbeat finds out.</summary>
    Task CancelAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Calls back when a lane may have work.</summary>
    Task<IAsyncDisposable> OnWorkAsync(string lane, Action wake, CancellationToken cancellationToken);

    /// <summary>Calls back when a run is to be stopped.</summary>
    Task<IAsyncDisposable> OnCancelAsync(Action<Guid> cancel, CancellationToken cancellationToken);

    /// <summary>Calls back with the run when one of a workspace's runs has new events.</summary>
    Task<IAsyncDisposable> OnEventsAsync(Guid workspaceId, Action<Guid> changed, CancellationToken cancellationToken);
}

/// <summary>Common uses of the bus.</summary>
public static class RaptorBusExtensions
{
    /// <summary>Pushes what a change made ready, stops the agents of a run that it ended, and publishes its events.</summary>
    public static async Task AnnounceAsync(this IRaptorBus bus, LedgerChange change, CancellationToken cancellationToken)
    {
        var pushed = change.Ready.Count > 0 ? bus.PushAsync(change.Ready, cancellationToken) : Task.CompletedTask;
        var stopped = change.Stopped is { } run ? bus.CancelAsync(run, cancellationToken) : Task.CompletedTask;
        if (change.Changed.Count > 0)
            await bus.PublishAsync(change.Changed, cancellationToken);
        await Task.WhenAll(pushed, stopped);
    }
}
