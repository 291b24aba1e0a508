using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>A topic by its name in the evidence's words and the stems that mean it.</summary>
internal sealed record Topic(string Name, IReadOnlyList<string> Stems);

/// <summary>Finds what the dated documents speak of: our products, and words that several of them share.</summary>
internal static class TopicFinder
{
    private static readonly Lazy<HashSet<string>> General =
        new(() => [.. DataFile.Load<Dictionary<string, List<string>>>("Trends/topics.yaml")["general"]]);

    public static IReadOnlyList<Topic> Find(Fundamentals facts, IReadOnlyList<DatedText> texts, int most)
    {
        var language = facts.Company.BriefLanguage;
        var products = facts.Products.Select(p => new Topic(p.Name, [.. Words.Stems(p.Name, language)]))
            .Where(t => t.Stems.Count > 0 && texts.Any(d => t.Stems.All(d.Stems.Contains))).ToList();
        var covered = products.SelectMany(p => p.Stems).Concat(Words.Stems(facts.Company.Name, language)).ToHashSet(StringComparer.Ordinal);
        var least = texts.Count < 2 ? 1 : 2;
        var words = texts.SelectMany(d => d.Sentences.SelectMany(s => Words.Keywords(s.Quote, d.Language))
                .Where(w => w.Length > 3 && !General.Value.Contains(Words.Fold(w)) && !w.Any(char.IsDigit))
                .Select(w => (Word: w, Stem: Words.Stem(w, d.Language), d.Origin)))
            .Where(w => !covered.Contains(w.Stem))
            .GroupBy(w => w.Stem, StringComparer.Ordinal)
            .Select(g => (Topic: new Topic(g.GroupBy(w => w.Word, StringComparer.Ordinal).OrderByDescending(n => n.Count()).First().Key, [g.Key]), Documents: g.Select(w => w.Origin).Distinct(StringComparer.Ordinal).Count(), Times: g.Count()))
            .Where(t => t.Documents >= least && t.Times >= 2)
            .OrderByDescending(t => t.Documents).ThenByDescending(t => t.Times).ThenBy(t => t.Topic.Name, StringComparer.Ordinal)
            .Select(t => t.Topic);
        return [.. products.Concat(words).Take(most)];
    }
}
