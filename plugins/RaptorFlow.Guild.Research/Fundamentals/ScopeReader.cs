using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads how far the market reaches: from the places served, from limits, else from the address of a shop.</summary>
internal static class ScopeReader
{
    private const int LocalKilometres = 60;

    public static MarketScope Read(BriefReading reading, BusinessKind kind, IReadOnlyList<Constraint> constraints)
    {
        var stated = reading.Under("geographies").ToList();
        var places = reading.Brief.Geographies.SelectMany(g => Lists.SplitNames(g.Name, reading.Language)).Distinct().ToList();
        var limits = constraints.Where(c => c is { Effect: ConstraintEffect.Limits, Subject: ConstraintSubject.Geography }).ToList();
        var reach = stated.Count > 0 ? Reach(string.Join(" ; ", stated.Select(s => s.Quote)), places.Count) : MarketReach.Unknown;
        var evidence = new List<Evidence>(stated);
        foreach (var limit in limits)
        {
            var within = Within(limit);
            if (within != MarketReach.Unknown && (reach == MarketReach.Unknown || within < reach))
                reach = within;
            evidence.Add(limit.Evidence);
            if (places.Count == 0)
                places.AddRange(limit.Terms);
        }
        if (reach == MarketReach.Unknown && kind is BusinessKind.Retail or BusinessKind.Hospitality && reading.At("headquarters") is { } address)
        {
            reach = MarketReach.Local;
            evidence.Add(address);
            places.Add(address.Quote);
        }
        return new(reach, places, [.. evidence.DistinctBy(e => (e.Source, e.Quote))]);
    }

    private static MarketReach Reach(string text, int places)
    {
        var hits = BriefReading.Business.Find(text, "reach", "countries").Select(h => h.Key).ToHashSet(StringComparer.Ordinal);
        var countries = hits.Count(h => h.Length == 2);
        if (hits.Contains("international") || countries > 1)
            return MarketReach.International;
        // "Leeds and West Yorkshire, UK": the smaller place decides.
        if (hits.Contains("local"))
            return MarketReach.Local;
        if (hits.Contains("regional"))
            return MarketReach.Regional;
        if (hits.Contains("national"))
            return MarketReach.National;
        if (countries == 1)
            return places > 1 && BriefReading.Business.Find(text.Split([',', ';'])[0], "countries").Count == 0 ? MarketReach.Local : MarketReach.National;
        return places switch { 0 => MarketReach.Unknown, 1 or 2 => MarketReach.Local, _ => MarketReach.Regional };
    }

    private static MarketReach Within(Constraint limit)
    {
        var distance = Numbers.Read(limit.Evidence.Quote, "en").FirstOrDefault(q => q.Unit is not null && Words.Fold(q.Unit) is "km" or "kilometer" or "kilometers" or "kilometres" or "miles" or "kilometern" or "kilometros" or "chilometri");
        if (distance is not null)
            return (distance.High ?? distance.Low) <= LocalKilometres ? MarketReach.Local : MarketReach.Regional;
        return Reach(limit.Evidence.Quote, limit.Terms.Count);
    }
}
