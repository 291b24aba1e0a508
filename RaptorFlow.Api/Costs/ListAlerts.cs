using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class ListAlerts
{
    public static async Task<Results<Ok<Page<BudgetAlert>>, Problem>> HandleAsync(
        WorkspaceContext workspace, BudgetAlerts alerts, CancellationToken cancellationToken, CostCursor? cursor = null, int limit = 50)
    {
        if (limit is < 1 or > 200)
            return Problem.Invalid("limit", "Lies between 1 and 200.");
        return TypedResults.Ok(Page.Of(await alerts.ListAsync(workspace.WorkspaceId, cursor, limit + 1, cancellationToken), limit, CostCursor.Of));
    }
}
