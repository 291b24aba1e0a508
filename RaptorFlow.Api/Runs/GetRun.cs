using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class GetRun
{
    public static async Task<Results<Ok<RunView>, Problem>> HandleAsync(Guid runId, WorkspaceContext workspace, RunReader runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(workspace.WorkspaceId, runId, cancellationToken) is { } run ? TypedResults.Ok(run) : Problem.NotFound("run");
}
