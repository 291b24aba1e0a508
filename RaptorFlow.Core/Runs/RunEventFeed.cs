using System.Runtime.CompilerServices;
using RaptorFlow.Core.Bus;

namespace RaptorFlow.Core.Runs;

/// <summary>A run's events from a number on: first those stored, then those to come, until the run is over.</summary>
public sealed class RunEventFeed(RunReader reader, IRaptorBus bus)
{
    private const int Page = 200;

    // The bus may forget to tell; the ledger is asked anyhow.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<RunEvent> FollowAsync(Guid workspaceId, Guid runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(0);
        void Tell(Guid run)
        {
            if (run == runId && changed.CurrentCount == 0)
                changed.Release();
        }

        await using var subscription = await bus.OnEventsAsync(workspaceId, Tell, cancellationToken);
        var (over, ended) = (false, false);
        while (true)
        {
            var events = await reader.EventsAsync(workspaceId, runId, after, Page, cancellationToken);
            foreach (var next in events)
            {
                after = next.Seq;
                over = EventTypes.EndsRun(next.Type);
                yield return next;
            }
            if (events.Count == Page)
                continue;
            if (over || (ended && events.Count == 0))
                yield break;
            // What ended it may have been recorded since the last look: one more look after that is certain.
            ended = events.Count == 0 && await IsOverAsync(workspaceId, runId, cancellationToken);
            if (ended)
                continue;
            await changed.WaitAsync(Look, cancellationToken);
        }
    }

    // A client may come back after it has seen the end.
    private async Task<bool> IsOverAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken) =>
        await reader.StatusAsync(workspaceId, runId, cancellationToken) is not { } status || Statuses.IsTerminal(status);
}
