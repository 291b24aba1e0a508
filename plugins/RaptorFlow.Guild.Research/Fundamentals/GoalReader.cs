using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Takes a goal apart: what grows, by how much, from whom, by when.</summary>
internal static class GoalReader
{
    // The more particular first: "keep donors" is about keeping.
    private static readonly (string Key, CampaignObjective Objective)[] Objectives =
        [("retention", CampaignObjective.Retention), ("conversion", CampaignObjective.Conversion), ("advocacy", CampaignObjective.Advocacy), ("consideration", CampaignObjective.Consideration), ("awareness", CampaignObjective.Awareness)];

    public static Goal? Read(BriefReading reading, IReadOnlyList<ProductFact> products, IReadOnlyList<CompetitorFact> competitors)
    {
        if (reading.At("goal") is not { } fact)
            return null;
        var text = fact.Quote;
        var period = Dates.Period(text, reading.Today, reading.Language);
        var (audienceAt, audience) = Audience(text, period);
        var productIds = products.Where(p => Meeting.Names(p, text, reading.Language)).Select(p => p.Id).ToList();
        var (competitorIds, reason) = Competitors(reading, products, productIds, competitors);
        return new()
        {
            Evidence = fact,
            Objective = Objective(text),
            Metric = Metric(text, audienceAt, period, reading.Language),
            Audience = audience,
            Target = Numbers.Read(text, reading.Language).FirstOrDefault(q => (audience is null || !audience.Contains(q.Text, StringComparison.Ordinal)) && (period is null || !period.Text.Contains(q.Text, StringComparison.Ordinal))),
            Period = period,
            ProductIds = productIds,
            CompetitorIds = competitorIds,
            CompetitorReason = reason,
        };
    }

    private static CampaignObjective Objective(string text)
    {
        var hits = BriefReading.Business.Find(text, "objectives").Select(h => h.Key).ToList();
        return Objectives.Where(o => hits.Contains(o.Key)).Select(o => o.Objective).DefaultIfEmpty(CampaignObjective.Awareness).First();
    }

    private static (int At, string? Audience) Audience(string text, DateSpan? period)
    {
        foreach (var (_, words) in BriefReading.Business.Find(text, "audience_prepositions"))
        {
            var at = text.IndexOf($" {words} ", StringComparison.Ordinal);
            if (at < 0)
                at = text.IndexOf($" {words}", StringComparison.Ordinal);
            if (at <= 0)
                continue;
            var start = Math.Min(text.Length, at + words.Length + 2);
            var end = Boundary(text, start, period);
            var found = end > start ? text[start..end].Trim() : "";
            if (found.Length > 2 && !char.IsDigit(found[0]) && (period is null || !period.Text.Contains(found, StringComparison.Ordinal)))
                return (at, found);
        }
        return (-1, null);
    }

    private static int Boundary(string text, int start, DateSpan? period)
    {
        var end = text.Length;
        var comma = text.AsSpan(start).IndexOfAny(",;.");
        if (comma >= 0)
            end = start + comma;
        if (period is null || text.IndexOf(period.Text, start, StringComparison.Ordinal) is not (>= 0 and var at) || at >= end)
            return end;
        // "in the fourth quarter": the words that lead to the period go with it.
        var head = text[start..at].TrimEnd();
        foreach (var lead in (string[])[" in the", " in", " during the", " during", " by the", " by", " im", " in", " au", " en", " el", " nel", " in het", " no", " within", " over the next", " over", " innerhalb von", " dans les", " dans", " pour", " am", " zum", " zu", " a", " para"])
        {
            if (head.EndsWith(lead, StringComparison.OrdinalIgnoreCase))
                return start + head.Length - lead.Length;
        }
        return start + head.Length;
    }

    private static string Metric(string text, int audienceAt, DateSpan? period, string language)
    {
        var end = audienceAt > 0 ? audienceAt : Boundary(text, 0, period);
        if (end < 3)
            end = text.Length;
        var metric = text[..end].Trim().TrimEnd(',', '.', ';');
        var growth = BriefReading.Business.Find(metric, "growth");
        var start = 0;
        foreach (var (_, words) in growth)
        {
            if (metric.AsSpan(start).TrimStart().StartsWith(words, StringComparison.Ordinal))
                start = metric.IndexOf(words, start, StringComparison.Ordinal) + words.Length;
            else
                break;
        }
        var rest = metric[start..].TrimStart();
        foreach (var number in Numbers.Read(rest, language).Take(1).Where(n => rest.StartsWith(n.Text, StringComparison.Ordinal)))
        {
            var unit = number.Unit is { } u && u != "%" && number.Text.EndsWith(u, StringComparison.Ordinal) ? u.Length : 0;
            rest = rest[(number.Text.Length - unit)..].TrimStart();
        }
        foreach (var (_, words) in BriefReading.Business.Find(rest, "growth").Take(2).Where(h => h.Words.Length <= 5))
        {
            if (rest.StartsWith(words + " ", StringComparison.Ordinal))
                rest = rest[words.Length..].TrimStart();
        }
        return rest.Length > 2 ? rest : metric.Length > 0 ? metric : text;
    }

    private static (IReadOnlyList<string> Ids, string? Reason) Competitors(
        BriefReading reading, IReadOnlyList<ProductFact> products, List<string> productIds, IReadOnlyList<CompetitorFact> competitors)
    {
        var named = competitors.Where(c => c.Mentions.Any(m => m.Source == "goal")).ToList();
        if (named.Count > 0)
            return ([.. named.Select(c => c.Id)], $"The goal names {string.Join(" and ", named.Select(c => c.Name))}.");
        var spoken = products.Where(p => productIds.Contains(p.Id)).ToList();
        var reasons = new List<string>();
        var ids = new List<string>();
        foreach (var competitor in competitors.Where(c => c.Note is not null))
        {
            if (spoken.FirstOrDefault(p => Meeting.Names(p, competitor.Note!.Quote, reading.Language)) is not { } product)
                continue;
            ids.Add(competitor.Id);
            reasons.Add($"{competitor.Name} meets {product.Name} (“{competitor.Note!.Quote}”, {competitor.Note.Source})");
        }
        var speaks = string.Join(" and ", spoken.Select(p => p.Name));
        return ids.Count == 0 ? ([], null) : (ids, $"The goal speaks of {speaks}: {string.Join("; ", reasons)}.");
    }
}
