using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Campaigns;

namespace RaptorFlow.Api.Campaigns;

/// <summary>The fields that creating and changing a campaign share. All are optional in a change.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Objective">awareness, consideration, conversion, retention or advocacy.</param>
/// <param name="Positioning">At most 4,000 characters.</param>
/// <param name="Cohorts">Whom it addresses; at most 50 of at most 200 characters.</param>
/// <param name="Budget">In the currency's main unit, 0 or more.</param>
/// <param name="Currency">ISO 4217; needed with a budget.</param>
/// <param name="StartsOn">The first day.</param>
/// <param name="EndsOn">The last day, not before the first.</param>
internal sealed record CampaignFields(
    string? Name, string? Objective, string? Positioning, string[]? Cohorts, decimal? Budget, string? Currency, DateOnly? StartsOn, DateOnly? EndsOn);

internal static class CampaignRules
{
    private const decimal MostBudget = 1_000_000_000_000m;

    /// <summary>The campaign with its texts as they were checked, trimmed.</summary>
    /// <param name="campaign">The campaign as it is to be.</param>
    /// <param name="fields">Gathers what is wrong.</param>
    /// <param name="under">What the fields stand under in the request's body: nothing, or <c>fields.</c>.</param>
    public static Campaign Check(Campaign campaign, FieldErrors fields, string under = "")
    {
        if (!CampaignObjectives.All.Contains(campaign.Objective))
            fields.Add($"{under}objective", $"Is one of {string.Join(", ", CampaignObjectives.All)}.");
        if (campaign.Cohorts.Length > 50)
            fields.Add($"{under}cohorts", "Holds more than 50 entries.");
        if (campaign.Budget is < 0 or > MostBudget)
            fields.Add($"{under}budget", $"Lies between 0 and {MostBudget:0}.");
        if (campaign is { Budget: not null, Currency: null })
            fields.Add($"{under}currency", "Is needed with a budget, as an ISO 4217 code such as EUR.");
        if (campaign.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            fields.Add($"{under}currency", "Is an ISO 4217 code of three capitals, such as EUR.");
        if (campaign.EndsOn < campaign.StartsOn)
            fields.Add($"{under}ends_on", "Lies before starts_on.");
        return campaign with
        {
            Name = fields.Text($"{under}name", campaign.Name, 200),
            Positioning = fields.OptionalText($"{under}positioning", campaign.Positioning, 4_000),
            Cohorts = [.. campaign.Cohorts.Take(50).Select((c, i) => fields.Text($"{under}cohorts[{i}]", c, 200))],
        };
    }
}
