using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

internal static class ListRuns
{
    public static async Task<Results<Ok<Page<RunView>>, Problem>> HandleAsync(
        WorkspaceContext workspace, RunReader runs, CancellationToken cancellationToken, Guid? cursor = null, int limit = 50)
    {
        if (new FieldErrors().Limit(limit).Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await runs.ListAsync(workspace.WorkspaceId, cursor, limit + 1, cancellationToken), limit, r => r.Id));
    }
}
