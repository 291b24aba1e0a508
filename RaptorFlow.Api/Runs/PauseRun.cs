using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class PauseRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunPause pause, RunReader runs, CancellationToken cancellationToken) =>
        await pause.PauseAsync(workspace.WorkspaceId, runId, cancellationToken) switch
        {
            null => Problem.NotFound("run"),
            false => Problem.Conflict("run_not_pausable", "The run is over, or paused already.", "Read the run for its status."),
            true => TypedResults.Ok(await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken)),
        };
}

internal static class ResumeRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunPause pause, RunReader runs, CancellationToken cancellationToken) =>
        await pause.ResumeAsync(workspace.WorkspaceId, runId, cancellationToken) switch
        {
            null => Problem.NotFound("run"),
            false => Problem.Conflict("run_not_paused", "The run is not paused.", "A run that failed or was cancelled is taken up with retry."),
            true => TypedResults.Ok(await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken)),
        };
}
