using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Campaigns;

internal static class CreateCampaign
{
    public static async Task<Results<Created<Campaign>, Problem>> HandleAsync(
        CampaignFields request, WorkspaceContext workspace, CampaignStore campaigns, TimeProvider time, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var campaign = new Campaign
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Name = request.Name ?? "",
            Objective = request.Objective ?? "",
            Positioning = request.Positioning,
            Cohorts = request.Cohorts ?? [],
            Budget = request.Budget,
            Currency = request.Currency,
            StartsOn = request.StartsOn,
            EndsOn = request.EndsOn,
        };
        campaign = CampaignRules.Check(campaign, fields);
        if (fields.Problem is { } problem)
            return problem;
        var created = await campaigns.CreateAsync(workspace.WorkspaceId, workspace.UserId, campaign, cancellationToken);
        return TypedResults.Created($"/api/campaigns/{created.Id}", created);
    }
}
