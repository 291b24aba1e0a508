using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class GetShares
{
    /// <param name="workspace">The tenant.</param>
    /// <param name="tiers">Compares.</param>
    /// <param name="reports">Knows what day it is.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="from">The first day, UTC; the first of the month when absent.</param>
    /// <param name="to">The last day, UTC, which counts; today when absent.</param>
    public static async Task<Results<Ok<TierReport>, Problem>> HandleAsync(
        WorkspaceContext workspace, TierUse tiers, CostReports reports, CancellationToken cancellationToken, string? from = null, string? to = null)
    {
        var fields = new FieldErrors();
        var period = PeriodInput.Read(from, to, await reports.TodayAsync(workspace.WorkspaceId, cancellationToken), fields);
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(await tiers.ReadAsync(workspace.WorkspaceId, period, cancellationToken));
    }
}
