using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class ListEntries
{
    private const int LongestCode = 100;

    /// <param name="workspace">The tenant.</param>
    /// <param name="reports">What was booked.</param>
    /// <param name="runId">Only this run's.</param>
    /// <param name="campaignId">Only this campaign's.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="agent">Only this agent's.</param>
    /// <param name="cursor">The page after this one.</param>
    /// <param name="limit">1 to 200.</param>
    public static async Task<Results<Ok<Page<BookedCall>>, Problem>> HandleAsync(
        WorkspaceContext workspace, CostReports reports, [FromQuery(Name = "run_id")] string? runId, [FromQuery(Name = "campaign_id")] string? campaignId,
        CancellationToken cancellationToken, string? agent = null, TimeCursor? cursor = null, int limit = 50)
    {
        var fields = new FieldErrors();
        var filter = new CostFilter(Id("run_id", runId, fields), Id("campaign_id", campaignId, fields), fields.OptionalText("agent", agent, LongestCode));
        fields.Limit(limit);
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await reports.EntriesAsync(workspace.WorkspaceId, filter, cursor, limit + 1, cancellationToken), limit, c => new TimeCursor(c.At, c.Id)));
    }

    // By hand: what the framework cannot read it names as the handler does.
    private static Guid? Id(string field, string? value, FieldErrors fields)
    {
        if (Guid.TryParse(value, out var id))
            return id;
        if (value is not null)
            fields.Add(field, "Is an id.");
        return null;
    }
}
