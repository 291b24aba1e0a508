using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class GetRunEvents
{
    /// <param name="runId">The run.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runs">The ledger's reading side.</param>
    /// <param name="stream">Stored events, then live ones.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="after">Events after this number; 0 for all.</param>
    /// <param name="lastEventId">The same, as browsers send it when they reconnect; it wins.</param>
    public static async Task<Results<ServerSentEventsResult<RunEvent>, Problem>> HandleAsync(
        Guid runId, WorkspaceContext workspace, RunReader runs, RunEventFeed stream, CancellationToken cancellationToken,
        long after = 0, [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (lastEventId is { Length: > 0 } && !long.TryParse(lastEventId, CultureInfo.InvariantCulture, out after))
            return Problem.Invalid("Last-Event-ID", "Is the number of an event.");
        if (await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken) is null)
            return Problem.NotFound("run");
        return TypedResults.ServerSentEvents(ItemsAsync(stream.FollowAsync(workspace.WorkspaceId, runId, after, cancellationToken), cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<RunEvent>> ItemsAsync(IAsyncEnumerable<RunEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var next in events.WithCancellation(cancellationToken))
            yield return new(next, next.Type) { EventId = next.Seq.ToString(CultureInfo.InvariantCulture) };
    }
}
