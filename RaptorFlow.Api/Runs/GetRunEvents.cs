using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Identity;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class GetRunEvents
{
    /// <param name="runId">The run.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="feed">Stored events, then live ones.</param>
    /// <param name="time">Tells how long nothing happened.</param>
    /// <param name="lifetime">Tells when this process stops.</param>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="after">Events after this number; 0 for all.</param>
    /// <param name="lastEventId">The same, as browsers send it when they reconnect; it wins.</param>
    public static async Task<Results<EventStream, NoContent, Problem>> HandleAsync(
        Guid runId, WorkspaceContext workspace, RunEventFeed feed, TimeProvider time, IHostApplicationLifetime lifetime, HttpContext http, CancellationToken cancellationToken,
        long after = 0, [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        var reconnects = lastEventId is { Length: > 0 };
        if (reconnects && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Problem.Invalid("Last-Event-ID", "Is the number of an event.");
        if (after < 0)
            return Problem.Invalid("after", "Is the number of an event, 0 for all.");
        return await feed.HasMoreAsync(workspace.WorkspaceId, runId, after, cancellationToken) switch
        {
            null => Problem.NotFound("run"),
            // A stream that ends is opened again by an EventSource, for ever; this is how it is told that there will be no more.
            false when reconnects => TypedResults.NoContent(),
            _ => new EventStream(feed.FollowAsync(workspace.WorkspaceId, runId, after, cancellationToken), time, new StandingAccess(http, Permission.RunsRead).HoldsAsync, lifetime.ApplicationStopping),
        };
    }
}
