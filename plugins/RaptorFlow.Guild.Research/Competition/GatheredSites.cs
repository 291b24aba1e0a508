using System.Globalization;
using System.Text.Json;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>How well our site and competitors' sites are known and visited, where the brief gives their addresses and a source knows them.</summary>
internal sealed class GatheredSites
{
    private const int MostSites = 8;
    private const int MostFigures = 6;
    private const string Aspect = "visits a month from unpaid search";
    private static readonly string[] AddressKeys = ["website", "url", "site", "domain"];

    private readonly ILookup<string, DomainFigures> _figures;
    private readonly string? _ours;
    private readonly Dictionary<string, string> _domains;

    public GatheredSites(ResearchInput input, IReadOnlyList<SourceItem> gathered)
    {
        _figures = gathered.OfType<DomainFigures>().ToLookup(f => f.Domain, StringComparer.OrdinalIgnoreCase);
        _ours = Places.Domain(input.Company.Website);
        _domains = Domains(input);
    }

    public static IEnumerable<SourceQuestion> Questions(ResearchInput input)
    {
        var domains = Domains(input).Values.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        // Our own figures mean something beside others'.
        return domains.Count == 0 ? [] : domains.Prepend(Places.Domain(input.Company.Website)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(MostSites).Select(domain => new DomainQuestion(domain));
    }

    /// <summary>What sources say of a competitor's site.</summary>
    public IEnumerable<Finding> Known(CompetitorFact competitor) => Of(competitor.Id).SelectMany(figures => figures.Facts().Take(MostFigures)).Select(fact => Finding.Stated($"{competitor.Name}: {fact.Quote}", fact));

    /// <summary>Visits side by side, of one source for all; none when no source knows two of the sites.</summary>
    public IEnumerable<MatrixRow> Rows(IReadOnlyList<CompetitorFact> competitors)
    {
        if (_ours is null)
            yield break;
        foreach (var our in _figures[_ours].Where(f => f.OrganicVisits is not null))
        {
            var cells = competitors.ToDictionary(c => c.Id, c => Of(c.Id).FirstOrDefault(f => f.Source == our.Source)?.OrganicVisits is { } visits ? Number(visits) : CompetitorMatrix.Unknown, StringComparer.Ordinal);
            if (cells.Values.Any(cell => cell != CompetitorMatrix.Unknown))
                yield return new($"{Aspect} ({our.Source})", Number(our.OrganicVisits!.Value), cells);
        }
    }

    private IEnumerable<DomainFigures> Of(string competitor) => _domains.TryGetValue(competitor, out var domain) ? _figures[domain] : [];

    // A name that is an address is one; else the brief's entry has one beside the name.
    private static Dictionary<string, string> Domains(ResearchInput input) => input.Fundamentals.Competitors
        .Select(c => (c.Id, Domain: Written(c.Name) ?? input.Company.Competitors.Where(item => item.Name.Contains(c.Name, StringComparison.OrdinalIgnoreCase)).Select(Beside).FirstOrDefault(d => d is not null)))
        .Where(c => c.Domain is not null).ToDictionary(c => c.Id, c => c.Domain!, StringComparer.Ordinal);

    private static string? Written(string name) => name.Contains("://", StringComparison.Ordinal) || name.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? Places.Domain(name) : null;

    private static string? Beside(BriefItem item) => AddressKeys.Select(key => item.More.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? Places.Domain(value.GetString()) : null).FirstOrDefault(d => d is not null);

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
