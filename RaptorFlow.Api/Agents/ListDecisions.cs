using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Agents;

internal static class ListDecisions
{
    public static async Task<Results<Ok<Page<DecisionView>>, Problem>> HandleAsync(
        WorkspaceContext workspace, DecisionReader decisions, CancellationToken cancellationToken, Guid? cursor = null, int limit = 50)
    {
        if (new FieldErrors().Limit(limit).Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await decisions.ListAsync(workspace.WorkspaceId, cursor, limit + 1, cancellationToken), limit, d => d.Id));
    }
}
