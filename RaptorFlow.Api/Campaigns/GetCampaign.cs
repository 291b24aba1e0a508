using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Campaigns;

/// <summary>A campaign with all that is known for it.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Foundation">What workflows found, by step: positioning, messaging, personas, channels, roadmap…</param>
/// <param name="LatestRuns">Addresses of its latest runs, newest first.</param>
/// <param name="NextStatuses">The statuses it may go to.</param>
internal sealed record CampaignWithContext(Campaign Campaign, IReadOnlyDictionary<string, JsonElement> Foundation, IReadOnlyList<string> LatestRuns, IReadOnlyList<string> NextStatuses);

internal static class GetCampaign
{
    public static async Task<Results<Ok<CampaignWithContext>, Problem>> HandleAsync(Guid campaignId, WorkspaceContext workspace, CampaignStore campaigns, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(workspace.WorkspaceId, campaignId, cancellationToken) is not { } campaign)
            return Problem.NotFound("campaign");
        var foundation = await campaigns.FoundationAsync(workspace.WorkspaceId, campaignId, cancellationToken);
        var runs = await campaigns.LatestRunsAsync(workspace.WorkspaceId, campaignId, 10, cancellationToken);
        return TypedResults.Ok(new CampaignWithContext(
            campaign, foundation.ToDictionary(f => f.Step, f => f.Output), [.. runs.Select(r => $"/api/runs/{r}")], CampaignStatus.After(campaign.Status)));
    }
}
