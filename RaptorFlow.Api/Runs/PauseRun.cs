using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class PauseRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunPause pause, RunReader runs, CancellationToken cancellationToken) =>
        await ChangedRunAnswer.OfAsync(
            await pause.PauseAsync(workspace.WorkspaceId, runId, cancellationToken),
            () => Problem.Conflict("run_not_pausable", "The run is over, or paused already.", "Read the run for its status."),
            runId, workspace, runs, cancellationToken);
}

internal static class ResumeRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunPause pause, RunReader runs, CancellationToken cancellationToken) =>
        await ChangedRunAnswer.OfAsync(
            await pause.ResumeAsync(workspace.WorkspaceId, runId, cancellationToken),
            () => Problem.Conflict("run_not_paused", "The run is not paused.", "A run that failed or was cancelled is taken up with retry."),
            runId, workspace, runs, cancellationToken);
}
