using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>
/// A domain's backlinks (<c>backlinks_overview</c>, 40 units), which are the world's, and its place and competitors in one market (<c>domain_ranks</c>,
/// 10 units; <c>domain_organic_organic</c>, 40 units a line). The vendor has no database of the whole world, and all markets would be charged one by one.
/// </summary>
internal sealed class SemrushDomains() : Source<DomainQuestion, DomainFigures>(SemrushVendor.Id, SourceKinds.Domains)
{
    private const int BacklinksUnits = 40;
    private const int RanksUnits = 10;
    private const int UnitsPerCompetitor = 40;
    private const int MostCompetitors = 5;

    protected override long MostMicros(DomainQuestion question, Tariff tariff) =>
        SemrushVendor.Micros(tariff, BacklinksUnits + (question.Country is null ? 0 : RanksUnits + (UnitsPerCompetitor * MostCompetitors)));

    protected override async Task<SourceReply<DomainFigures>> AskAsync(DomainQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var parts = new SourceParts();
        var links = await parts.AskAsync("backlinks", () => AskAsync(call, "analytics/v1/", BacklinksUnits,
            [("type", "backlinks_overview"), ("target", question.Domain), ("target_type", "root_domain"), ("export_columns", "ascore,total,domains_num"), ("display_limit", "1")], cancellationToken));
        SemrushTable? market = null;
        SemrushTable? competitors = null;
        if (question.Country is { } country)
        {
            (string, string?)[] of = [("domain", question.Domain), ("database", SemrushVendor.DatabaseOf(country))];
            market = await parts.AskAsync("search figures", () => AskAsync(call, "", RanksUnits, [.. of, ("type", "domain_ranks"), ("export_columns", "Dn,Rk,Or,Ot,At"), ("display_limit", "1")], cancellationToken));
            competitors = await parts.AskAsync("competitors", () => AskAsync(call, "", UnitsPerCompetitor,
                [.. of, ("type", "domain_organic_organic"), ("export_columns", "Dn,Cr"), ("display_limit", FormattableString.Invariant($"{MostCompetitors}"))], cancellationToken));
        }
        else
        {
            parts.Remark("Search figures are by market, and no country was named.");
        }
        var figures = Read(question, links?.First, market?.First, competitors?.Rows ?? []);
        return parts.Reply<DomainFigures>(figures is null ? [] : [figures], "domain_overview");
    }

    private static async Task<SourcePart<SemrushTable>> AskAsync(SourceCall call, string path, int units, IEnumerable<(string, string?)> query, CancellationToken cancellationToken)
    {
        var table = await SemrushVendor.GetAsync(call, path, query, cancellationToken);
        return new(table, SemrushVendor.Micros(call.Tariff, units * table.Rows.Count));
    }

    private static DomainFigures? Read(DomainQuestion question, SemrushRow? links, SemrushRow? market, IReadOnlyList<SemrushRow> competitors) => links is null && market is null ? null : new()
    {
        Source = SemrushVendor.Id,
        Domain = question.Domain,
        Country = question.Country,
        Authority = (double?)links?.Number("ascore"),
        Backlinks = links?.Count("total"),
        ReferringDomains = links?.Count("domains_num"),
        Rank = market?.Count("Rk") is > 0 and var rank ? rank : null,
        OrganicKeywords = market?.Count("Or"),
        OrganicVisits = market?.Count("Ot"),
        PaidVisits = market?.Count("At"),
        Competitors = [.. competitors.Select(row => row.Text("Dn")).OfType<string>().Where(domain => !domain.Equals(question.Domain, StringComparison.OrdinalIgnoreCase))],
    };
}
