using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class CancelRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunControl control, RunReader runs, CancellationToken cancellationToken) =>
        await ChangedRunAnswer.OfAsync(
            await control.CancelAsync(workspace.WorkspaceId, runId, cancellationToken),
            () => Problem.Conflict("run_is_over", "The run is over and cannot be cancelled.", "Read the run for its status."),
            runId, workspace, runs, cancellationToken);
}

internal static class ChangedRunAnswer
{
    /// <param name="changed">Whether the run was changed; null when there is none.</param>
    /// <param name="refusal">Why it was not.</param>
    /// <param name="runId">The run, which is the answer as it is now.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runs">The ledger's reading side.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public static async Task<Results<Ok<RunView>, Problem>> OfAsync(
        bool? changed, Func<Problem> refusal, Guid runId, WorkspaceContext workspace, RunReader runs, CancellationToken cancellationToken) => changed switch
        {
            null => Problem.NotFound("run"),
            false => refusal(),
            true => TypedResults.Ok(await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken)),
        };
}
