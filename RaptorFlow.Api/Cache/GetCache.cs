using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Costs;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Cache;

internal static class GetCache
{
    /// <param name="workspace">The tenant.</param>
    /// <param name="cache">What was looked up.</param>
    /// <param name="costs">Knows what day it is.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="from">The first day, UTC; the first of the month when absent.</param>
    /// <param name="to">The last day, UTC, which counts; today when absent.</param>
    public static async Task<Results<Ok<CacheReport>, Problem>> HandleAsync(
        WorkspaceContext workspace, CacheReports cache, CostReports costs, CancellationToken cancellationToken, string? from = null, string? to = null)
    {
        var fields = new FieldErrors();
        var period = PeriodInput.Read(from, to, await costs.TodayAsync(workspace.WorkspaceId, cancellationToken), fields);
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(await cache.ReadAsync(workspace.WorkspaceId, period, cancellationToken));
    }
}
