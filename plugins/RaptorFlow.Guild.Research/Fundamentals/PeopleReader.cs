using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Reads whom the company serves and whom it competes with.</summary>
internal static class PeopleReader
{
    public static IReadOnlyList<Segment> Segments(BriefReading reading, string? goalAudience)
    {
        var segments = new List<Segment>();
        for (var i = 0; i < reading.Brief.TargetCustomers.Count; i++)
        {
            var item = reading.Brief.TargetCustomers[i];
            var details = string.Join(' ', reading.Details("target_customers", i, item).Select(d => d.Quote));
            var text = details.Length > 0 ? $"{item.Name} {details}" : item.Name;
            segments.Add(new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"S{i + 1}"),
                Name = NameOf(item.Name, reading.Language),
                Evidence = BriefReading.Item("target_customers", i, item),
                Priority = Priority(text),
                Bounds = Numbers.Read(text, reading.Language),
                InGoal = goalAudience is not null && Speaks(goalAudience, item.Name, reading.Language),
            });
        }
        return segments;
    }

    public static IReadOnlyList<CompetitorFact> Competitors(BriefReading reading)
    {
        var found = new List<CompetitorFact>();
        for (var i = 0; i < reading.Brief.Competitors.Count; i++)
        {
            var item = reading.Brief.Competitors[i];
            var evidence = BriefReading.Item("competitors", i, item);
            var note = reading.Details("competitors", i, item).FirstOrDefault();
            var own = OfferReader.NameAndDetails(item.Name, reading.Language) is var (bare, details) && details.Count > 0 && item.Name.Contains('(', StringComparison.Ordinal) ? bare : item.Name;
            note ??= own.Length < item.Name.Length ? evidence with { Quote = item.Name[own.Length..].Trim(' ', '(', ')') } : null;
            foreach (var name in Lists.SplitNames(own, reading.Language).Where(n => !found.Exists(f => f.Name.Equals(n, StringComparison.OrdinalIgnoreCase))))
            {
                found.Add(new()
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"K{found.Count + 1}"),
                    Name = name,
                    Evidence = evidence,
                    Note = note,
                    Mentions = [.. reading.Facts.Where(f => !f.Source.StartsWith("competitors", StringComparison.Ordinal) && Mentions(f.Quote, name)).Take(5)],
                });
            }
        }
        return found;
    }

    // Names are matched with their capitals: "Rippling" is not "rippling".
    private static bool Mentions(string text, string name) =>
        text.Contains(name, StringComparison.Ordinal) && Words.ContainsWord(text, name);

    private static bool Speaks(string audience, string segment, string language)
    {
        var (asked, own) = (Words.Stems(audience, language), Words.Stems(NameOf(segment, language), language));
        var shared = Words.Stems(segment, language).Count(asked.Contains);
        return shared >= 2 || (own.Count > 0 && own.All(asked.Contains));
    }

    private static SegmentPriority Priority(string text)
    {
        if (BriefReading.Business.Find(text, "later").Count > 0)
            return SegmentPriority.Later;
        return BriefReading.Business.Find(text, "partner").Count > 0 ? SegmentPriority.Partner : SegmentPriority.Primary;
    }

    private static string NameOf(string text, string language)
    {
        var name = text;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            name = BriefReading.Business.Find(name[..colon], "later").Count > 0 ? name[(colon + 1)..] : name[..colon];
        var open = name.IndexOf(" (", StringComparison.Ordinal);
        if (open > 0)
            name = name[..open];
        // A bound after a comma explains; a second name after a comma belongs to the list.
        foreach (var number in Numbers.Read(name, language))
        {
            var comma = name.LastIndexOf(',', Math.Max(0, name.IndexOf(number.Text, StringComparison.Ordinal)));
            if (comma > 2)
            {
                name = name[..comma];
                break;
            }
        }
        var who = BriefReading.Business.Find(name, "who").Select(h => name.IndexOf($" {h.Words} ", StringComparison.Ordinal)).Where(i => i > 2).DefaultIfEmpty(-1).First();
        if (who > 0)
            name = name[..who];
        return name.Trim().TrimEnd(',', '.', ';');
    }
}
