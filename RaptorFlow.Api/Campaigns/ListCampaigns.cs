using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Campaigns;

internal static class ListCampaigns
{
    public static async Task<Results<Ok<Page<Campaign>>, Problem>> HandleAsync(
        WorkspaceContext workspace, CampaignStore campaigns, CancellationToken cancellationToken, Guid? cursor = null, string? status = null, string? objective = null, int limit = 50)
    {
        var fields = new FieldErrors();
        if (status is not null && !CampaignStatus.All.Contains(status))
            fields.Add("status", $"Is one of {string.Join(", ", CampaignStatus.All)}.");
        if (objective is not null && !CampaignObjectives.All.Contains(objective))
            fields.Add("objective", $"Is one of {string.Join(", ", CampaignObjectives.All)}.");
        fields.Limit(limit);
        if (fields.Problem is { } problem)
            return problem;
        var found = await campaigns.ListAsync(workspace.WorkspaceId, cursor, status, objective, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, c => c.Id));
    }
}
