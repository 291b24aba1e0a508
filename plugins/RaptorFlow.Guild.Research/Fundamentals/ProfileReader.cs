using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads who the company is, how it earns its money and where it serves.</summary>
internal static class ProfileReader
{
    private static readonly string[] DescriptionKeys =
        ["description", "about", "summary", "mission", "tagline", "what_we_do", "pitch", "présentation", "presentation", "à_propos", "beschreibung", "über_uns", "ueber_uns", "descripción", "descripcion", "descrizione", "chi_siamo", "descrição", "descricao", "omschrijving", "beschrijving", "over_ons"];

    public static CompanyProfile Profile(BriefReading reading) => new()
    {
        Name = reading.Brief.Name,
        Description = Described(reading),
        Industry = Stated(reading, "industry"),
        Founded = Stated(reading, "founded"),
        Headquarters = Stated(reading, "headquarters"),
        BriefLanguage = reading.Language,
        CopyLanguage = reading.Brief.Languages.Select(l => LanguageTags.Of(l.Name)).FirstOrDefault(t => t is not null) ?? reading.Language,
    };

    public static BusinessModel Model(BriefReading reading)
    {
        var (kind, basis) = Kind(reading);
        return new(kind, SellsToOrganisations(reading), basis);
    }

    private static Finding? Described(BriefReading reading)
    {
        var fact = DescriptionKeys.Select(reading.At).FirstOrDefault(f => f is not null) ?? reading.At("type");
        return fact is null ? null : Finding.Stated(fact.Quote, fact);
    }

    private static Finding? Stated(BriefReading reading, string field) =>
        reading.At(field) is { } fact ? Finding.Stated(fact.Quote, fact) : null;

    // How it says it earns money weighs more than what it calls itself, and that more than what it sells.
    private static (BusinessKind Kind, Finding? Basis) Kind(BriefReading reading)
    {
        var scores = new Dictionary<string, (double Score, List<(Evidence Fact, string Words)> Why)>(StringComparer.Ordinal);
        foreach (var (field, weight) in new[] { ("revenue_model", 3.0), ("type", 2.5), ("industry", 1.5), ("products", 0.5), ("description", 1.0), ("headquarters", 0.25) })
        {
            foreach (var fact in reading.Under(field))
            {
                foreach (var (key, words) in BriefReading.Business.Find(fact.Quote, "kinds").DistinctBy(h => h.Key))
                {
                    var (score, why) = scores.GetValueOrDefault(key, (0, []));
                    why.Add((fact, words));
                    // "services" says least of all.
                    scores[key] = (score + (key == "services" ? weight / 2 : weight), why);
                }
            }
        }
        if (scores.Count == 0)
            return (BusinessKind.Unknown, null);
        var best = scores.MaxBy(s => s.Value.Score);
        var kind = Enum.Parse<BusinessKind>(best.Key.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        var told = string.Join(", ", best.Value.Why.Select(w => $"“{w.Words}” ({w.Fact.Source})").Distinct().Take(3));
        return (kind, Finding.Derived($"The business is read as {Readable(kind)}.", $"Words that tell: {told}.", [.. best.Value.Why.Select(w => w.Fact).Distinct().Take(3)]));
    }

    private static string Readable(BusinessKind kind) => kind switch
    {
        BusinessKind.UsageBased => "usage-based",
        BusinessKind.PublicSector => "public sector",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static bool? SellsToOrganisations(BriefReading reading)
    {
        var own = reading.Under("type").Concat(reading.Under("revenue_model")).SelectMany(f => BriefReading.Business.Find(f.Quote, "organisations", "individuals")).Select(h => Words.Fold(h.Words)).ToList();
        if (own.Contains("b2b") != own.Contains("b2c"))
            return own.Contains("b2b");
        // The first group that tells is the most important one.
        foreach (var fact in reading.Under("target_customers"))
        {
            var hits = BriefReading.Business.Find(fact.Quote, "organisations", "individuals").Select(h => h.Key).ToList();
            var organisations = hits.Count(h => h == "organisations");
            if (hits.Count > 0 && organisations * 2 != hits.Count)
                return organisations * 2 > hits.Count;
        }
        return null;
    }
}
