using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Campaigns;

public static class CampaignEndpoints
{
    public static IEndpointRouteBuilder MapCampaigns(this IEndpointRouteBuilder app)
    {
        var campaigns = app.MapGroup("/api/campaigns").WithTags("Campaigns");
        campaigns.MapPost("", CreateCampaign.HandleAsync).RequirePermission(Permission.CampaignsWrite).WithSummary("Create a campaign in planning");
        campaigns.MapGet("", ListCampaigns.HandleAsync).RequirePermission(Permission.CampaignsRead).WithSummary("Campaigns, newest first");
        campaigns.MapGet("/{campaignId:guid}", GetCampaign.HandleAsync).RequirePermission(Permission.CampaignsRead).WithSummary("A campaign with its foundation and latest runs");
        campaigns.MapPatch("/{campaignId:guid}", UpdateCampaign.HandleAsync).RequirePermission(Permission.CampaignsWrite).WithSummary("Change a campaign's fields or status");
        return app;
    }
}
