using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs.Events;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// A run's events from a number on: first those stored, then those to come, until the run is over. All who follow a run in this process
/// share one <see cref="RunTail"/>, so an event is read once for all of them; only what the tail has let go is read for a follower alone.
/// </summary>
public sealed class RunEventFeed
{
    // What a follower that is behind holds at most.
    private const int Page = 100;

    private readonly IRunEventLog _log;

    public RunEventFeed(Database database, IRaptorBus bus, TimeProvider time, ILogger<RunEventFeed> logger)
        : this(new RunEventLog(database), bus, time, logger)
    {
    }

    internal RunEventFeed(IRunEventLog log, IRaptorBus bus, TimeProvider time, ILogger logger)
    {
        _log = log;
        Tails = new(log, bus, time, logger);
    }

    internal RunTails Tails { get; }

    /// <summary>Whether there is or will be an event after a number: false when the run is over and it was the last, null when the workspace has no such run.</summary>
    public async Task<bool?> HasMoreAsync(Guid workspaceId, Guid runId, long after, CancellationToken cancellationToken) =>
        await _log.LookAsync(workspaceId, runId, after, 1, cancellationToken) is { } look ? look is not { Over: true, Events.Count: 0 } : null;

    /// <summary>Every event after a number, in order, each once. Ends with the run, or at once when the workspace has no such run.</summary>
    /// <remarks>A follower may take its time: it holds its number, and a page while it catches up, and nobody waits for it. A run that was redone has ends in the middle.</remarks>
    public async IAsyncEnumerable<RunEvent> FollowAsync(Guid workspaceId, Guid runId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var place = Tails.Join(workspaceId, runId);
        // The tail may be older than this follower, and must not be behind what its caller knows.
        await place.Tail.AskAsync().WaitAsync(cancellationToken);
        while (true)
        {
            if (after < place.Tail.View.Floor)
            {
                var older = await OlderAsync(workspaceId, runId, after, cancellationToken);
                foreach (var next in older)
                {
                    after = next.Seq;
                    yield return next;
                }
                // What is stored no longer cannot be told.
                if (older.Count == 0)
                    after = place.Tail.View.Floor;
            }
            else if (place.Tail.View is var view && view.Next(after) is { } next)
            {
                after = next.Seq;
                yield return next;
            }
            else if (view.Over)
                yield break;
            else
                await view.Changed.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<RunEvent>> OlderAsync(Guid workspaceId, Guid runId, long after, CancellationToken cancellationToken) =>
        await _log.LookAsync(workspaceId, runId, after, Page, cancellationToken) is { } look ? look.Events : [];
}
