using System.Globalization;
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
    /// <param name="time">Tells how long nothing happened.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="after">Events after this number; 0 for all.</param>
    /// <param name="lastEventId">The same, as browsers send it when they reconnect; it wins.</param>
    public static async Task<Results<EventStream, Problem>> HandleAsync(
        Guid runId, WorkspaceContext workspace, RunReader runs, RunEventFeed stream, TimeProvider time, CancellationToken cancellationToken,
        long after = 0, [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (lastEventId is { Length: > 0 } && !long.TryParse(lastEventId, CultureInfo.InvariantCulture, out after))
            return Problem.Invalid("Last-Event-ID", "Is the number of an event.");
        if (await runs.StatusAsync(workspace.WorkspaceId, runId, cancellationToken) is null)
            return Problem.NotFound("run");
        return new EventStream(stream.FollowAsync(workspace.WorkspaceId, runId, after, cancellationToken), time);
    }
}
