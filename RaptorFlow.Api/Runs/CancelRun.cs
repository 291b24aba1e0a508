using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class CancelRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunControl control, RunReader runs, CancellationToken cancellationToken) =>
        await control.CancelAsync(workspace.WorkspaceId, runId, cancellationToken) switch
        {
            null => Problem.NotFound("run"),
            false => Problem.Conflict("run_is_over", "The run is over and cannot be cancelled.", "Read the run for its status."),
            true => TypedResults.Ok(await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken)),
        };
}
