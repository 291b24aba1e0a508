using System.Collections.Concurrent;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>The tasks this host holds now, so that they can be kept alive and stopped.</summary>
internal sealed partial class RunningTasks(ILogger<RunningTasks> logger)
{
    private readonly ConcurrentDictionary<(Guid Id, long Fence), (TaskClaim Claim, CancellationTokenSource? Stop)> _tasks = new();

    public IReadOnlyList<TaskClaim> Claims => [.. _tasks.Values.Select(t => t.Claim)];

    public int Count => _tasks.Count;

    /// <summary>Holds a claim whose work is about to begin.</summary>
    public void Add(TaskClaim claim) => _tasks[(claim.Id, claim.Fence)] = (claim, null);

    /// <summary>Says how to stop its work.</summary>
    public void Attach(TaskClaim claim, CancellationTokenSource stop) => _tasks[(claim.Id, claim.Fence)] = (claim, stop);

    public void Remove(TaskClaim claim) => _tasks.TryRemove((claim.Id, claim.Fence), out _);

    public void StopRun(Guid runId) => Stop(t => t.Claim.RunId == runId);

    public void StopTasks(IReadOnlyCollection<Guid> ids) => Stop(t => ids.Contains(t.Claim.Id));

    // Foreign code listens to these tokens: it is called on another thread, and what it throws is its own affair.
    private void Stop(Func<(TaskClaim Claim, CancellationTokenSource? Stop), bool> which)
    {
        // One that has not begun is told by the next look at the ledger, or finds its fence stale.
        foreach (var (claim, stop) in _tasks.Values.Where(which))
        {
            if (stop is not null)
                _ = StopAsync(claim, stop);
        }
    }

    private async Task StopAsync(TaskClaim claim, CancellationTokenSource stop)
    {
        try
        {
            await stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended between the look and the call.
            Remove(claim);
        }
        catch (Exception e)
        {
            ListenerThrew(logger, claim.AgentCode, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Agent} threw when it was told to stop.")]
    private static partial void ListenerThrew(ILogger logger, string agent, Exception exception);
}
