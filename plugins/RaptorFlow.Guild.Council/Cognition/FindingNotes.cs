using System.Globalization;
using System.Text;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>
/// Writes what was admitted as documents: one for each collection, source and date, with a heading for each topic. A line alone ("Surveys") would be
/// found by its own words only; under its company and topic it is found by these as well, and a person can read it.
/// </summary>
internal static class FindingNotes
{
    private const string Type = "finding";
    private const int LongestName = 80;

    private static readonly Dictionary<string, string> About = new()
    {
        [MemoryCollections.CampaignBriefs] = "the company and its offer",
        [MemoryCollections.CompetitorIntel] = "its competitors",
        [MemoryCollections.IndustryResearch] = "its market",
        [MemoryCollections.UserPreferences] = "its voice and its rules",
        [MemoryCollections.CodexKnowledge] = "what it knows",
    };

    /// <summary>What one document is made of.</summary>
    public static (string Collection, string Source, string? Date) Group(KnowledgeCandidate candidate) => (candidate.Collection, candidate.Evidence[0].Origin(), candidate.Date);

    public static IEnumerable<MemoryNote> Write(IEnumerable<KnowledgeCandidate> admitted, AdmissionInput input)
    {
        var company = Instructions.Speaks(input.Company.Name) ? "The company" : OneLine(input.Company.Name, LongestName);
        foreach (var group in admitted.GroupBy(Group))
        {
            var (collection, origin, date) = group.Key;
            var document = Document(origin, input);
            var from = document is null ? (origin == "brief" ? "its brief" : origin) : $"“{OneLine(document.Title, LongestName)}”";
            var title = $"{company}: {About.GetValueOrDefault(collection, "findings")}, from {from}{(date is null ? "" : $", {date}")}";
            foreach (var text in Texts(title, [.. group]))
            {
                yield return new(OneLine(title, MemoryNote.MaximumTitle), text, collection)
                {
                    Type = Type,
                    Source = document is null ? origin : OneLine(document.Source ?? document.Title, MemoryNote.MaximumTitle),
                    Date = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
                };
            }
        }
    }

    private static IEnumerable<string> Texts(string title, IReadOnlyList<KnowledgeCandidate> group)
    {
        var text = new StringBuilder();
        foreach (var topic in group.GroupBy(c => c.Topic ?? "Findings").OrderBy(t => KnowledgeKind.Place(t.Key)))
        {
            var headed = false;
            foreach (var line in topic.Select(Line))
            {
                if (text.Length > 0 && text.Length + topic.Key.Length + line.Length + 10 > MemoryNote.MaximumText)
                {
                    yield return text.ToString();
                    text.Clear();
                    headed = false;
                }
                if (text.Length == 0)
                    text.Append("# ").Append(title).Append('\n');
                if (!headed)
                    text.Append("\n## ").Append(topic.Key).Append("\n\n");
                headed = true;
                text.Append("- ").Append(line).Append('\n');
            }
        }
        if (text.Length > 0)
            yield return text.ToString();
    }

    private static string Line(KnowledgeCandidate candidate)
    {
        var said = OneLine(candidate.Statement, int.MaxValue);
        var sources = string.Join("; ", candidate.Evidence.Select(e => OneLine(e.Source, MemoryNote.MaximumTitle)).Distinct().Take(3));
        return (candidate.Label is { } label ? $"{label}: {said}" : said) + KnownLine.Origin(sources, candidate.Date);
    }

    private static CompanyDocument? Document(string origin, AdmissionInput input) =>
        origin.StartsWith("documents[", StringComparison.Ordinal) && int.TryParse(origin["documents[".Length..].TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < input.Documents.Count
            ? input.Documents[index] : null;

    private static string OneLine(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : line[..(longest - 1)] + "…";
    }
}
