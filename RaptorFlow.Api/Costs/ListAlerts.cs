using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class ListAlerts
{
    public static async Task<Results<Ok<Page<BudgetAlert>>, Problem>> HandleAsync(
        WorkspaceContext workspace, BudgetAlerts alerts, CancellationToken cancellationToken, TimeCursor? cursor = null, int limit = 50)
    {
        if (new FieldErrors().Limit(limit).Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await alerts.ListAsync(workspace.WorkspaceId, cursor, limit + 1, cancellationToken), limit, a => new TimeCursor(a.At, a.Id)));
    }
}
