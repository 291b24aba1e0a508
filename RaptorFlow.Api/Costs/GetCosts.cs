using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class GetCosts
{
    private static readonly Dictionary<string, CostKey> Keys = Enum.GetValues<CostKey>().ToDictionary(k => k.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <param name="workspace">The tenant.</param>
    /// <param name="reports">What was booked.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="by">agent, model, campaign, user, day, run, tier or source.</param>
    /// <param name="from">The first day, UTC; the first of the month when absent.</param>
    /// <param name="to">The last day, UTC, which counts; today when absent.</param>
    /// <param name="limit">1 to 1,000 items; the total is of all.</param>
    public static async Task<Results<Ok<CostReport>, Problem>> HandleAsync(
        WorkspaceContext workspace, CostReports reports, CancellationToken cancellationToken, string? by = null, string? from = null, string? to = null, int limit = 200)
    {
        var fields = new FieldErrors();
        if (!Keys.TryGetValue(by ?? "agent", out var key))
            fields.Add("by", $"Is one of {string.Join(", ", Keys.Keys)}.");
        if (limit is < 1 or > 1_000)
            fields.Add("limit", "Lies between 1 and 1000.");
        var period = PeriodInput.Read(from, to, await reports.TodayAsync(workspace.WorkspaceId, cancellationToken), fields);
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(await reports.SumAsync(workspace.WorkspaceId, key, period, limit, cancellationToken));
    }
}
