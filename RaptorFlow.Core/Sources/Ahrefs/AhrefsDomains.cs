using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Ahrefs;

/// <summary>A domain's rating, backlinks and search figures; its competitors too where a country is named, without which the vendor does not tell them.</summary>
internal sealed class AhrefsDomains() : Source<DomainQuestion, DomainFigures>(AhrefsVendor.Id, SourceKinds.Domains)
{
    private const int MostCompetitors = 5;

    // A domain and the keywords in common, at 1 each: the least that a request costs is more.
    private const int UnitsPerCompetitor = 2;

    protected override long MostMicros(DomainQuestion question, Tariff tariff) => tariff.Micros("unit", AhrefsVendor.LeastUnits * (question.Country is null ? 3 : 4));

    protected override async Task<SourceReply<DomainFigures>> AskAsync(DomainQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        (string, string?)[] of = [("target", question.Domain), ("date", AhrefsVendor.Yesterday(call))];
        (string, string?)[] within = [.. of, ("mode", "subdomains"), ("country", question.Country?.ToLowerInvariant())];
        var parts = new SourceParts();
        var rating = await parts.AskAsync("its rating", () => OneAsync(call, "domain-rating", "domain_rating", of, cancellationToken));
        var links = await parts.AskAsync("backlinks", () => OneAsync(call, "backlinks-stats", "metrics", [.. of, ("mode", "subdomains")], cancellationToken));
        var search = await parts.AskAsync("search figures", () => OneAsync(call, "metrics", "metrics", within, cancellationToken));
        var competitors = question.Country is null ? null : await parts.AskAsync("competitors", () => AhrefsVendor.GetAsync<IReadOnlyList<string>>(call, "site-explorer/organic-competitors",
            [.. within, ("select", "competitor_domain,keywords_common"), ("order_by", "keywords_common:desc"), ("limit", FormattableString.Invariant($"{MostCompetitors}"))],
            rows => AhrefsVendor.UnitsOf(rows.Count, UnitsPerCompetitor), json => [.. json.Items("competitors").Select(row => row.Text("competitor_domain")).OfType<string>()], cancellationToken));
        var known = (rating?.Json ?? links?.Json ?? search?.Json) is not null;
        return parts.Reply<DomainFigures>(known ? [Read(question, rating?.Json, links?.Json, search?.Json, competitors ?? [])] : [], "site-explorer");
    }

    private static Task<SourcePart<Figures>> OneAsync(SourceCall call, string report, string name, IEnumerable<(string, string?)> query, CancellationToken cancellationToken) =>
        AhrefsVendor.GetAsync(call, $"site-explorer/{report}", query, _ => AhrefsVendor.LeastUnits, json => new Figures(json.Field(name)), cancellationToken);

    private static DomainFigures Read(DomainQuestion question, JsonElement? rating, JsonElement? links, JsonElement? search, IReadOnlyList<string> competitors) => new()
    {
        Source = AhrefsVendor.Id,
        Domain = question.Domain,
        Country = question.Country,
        Authority = rating?.Number("domain_rating"),
        Rank = rating?.Count("ahrefs_rank") is > 0 and var rank ? rank : null,
        Backlinks = links?.Count("live"),
        ReferringDomains = links?.Count("live_refdomains"),
        OrganicKeywords = search?.Count("org_keywords"),
        OrganicVisits = search?.Count("org_traffic"),
        PaidVisits = search?.Count("paid_traffic"),
        Competitors = competitors,
    };

    private sealed record Figures(JsonElement? Json);
}
