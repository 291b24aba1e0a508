using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Campaigns;

/// <summary>What is to change; what is absent stays.</summary>
/// <param name="Fields">The campaign's own fields.</param>
/// <param name="Status">A status that <c>next_statuses</c> of the campaign names.</param>
/// <param name="Version">The version that was read; when given and out of date, the change is refused.</param>
internal sealed record UpdateCampaignRequest(CampaignFields? Fields, string? Status, int? Version);

internal static class UpdateCampaign
{
    public static async Task<Results<Ok<Campaign>, Problem>> HandleAsync(
        Guid campaignId, UpdateCampaignRequest request, WorkspaceContext workspace, CampaignStore campaigns, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(workspace.WorkspaceId, campaignId, cancellationToken) is not { } current)
            return Problem.NotFound("campaign");
        if (request.Version is { } read && read != current.Version)
            return Changed();
        if (request.Status is { } status && status != current.Status && !CampaignStatus.After(current.Status).Contains(status))
            return Illegal(current.Status, status);

        var fields = new FieldErrors();
        var wanted = CampaignRules.Check(Apply(current, request), fields, "fields.");
        if (fields.Problem is { } problem)
            return problem;
        return await campaigns.UpdateAsync(workspace.WorkspaceId, wanted, cancellationToken) is { } updated ? TypedResults.Ok(updated) : Changed();
    }

    private static Campaign Apply(Campaign current, UpdateCampaignRequest request) => request.Fields is not { } change
        ? current with { Status = request.Status ?? current.Status }
        : current with
        {
            Status = request.Status ?? current.Status,
            Name = change.Name ?? current.Name,
            Objective = change.Objective ?? current.Objective,
            Positioning = change.Positioning ?? current.Positioning,
            Cohorts = change.Cohorts ?? current.Cohorts,
            Budget = change.Budget ?? current.Budget,
            Currency = change.Currency ?? current.Currency,
            StartsOn = change.StartsOn ?? current.StartsOn,
            EndsOn = change.EndsOn ?? current.EndsOn,
        };

    private static Problem Changed() =>
        Problem.Conflict("campaign_changed", "The campaign was changed in the meantime.", "Read it again and repeat the change on its new version.");

    private static Problem Illegal(string from, string to)
    {
        var next = CampaignStatus.After(from);
        return Problem.Conflict("illegal_transition", $"A campaign that is {from} cannot become {to}.",
            next.Count == 0 ? "This status is final." : $"From here it can become {string.Join(" or ", next)}.");
    }
}
