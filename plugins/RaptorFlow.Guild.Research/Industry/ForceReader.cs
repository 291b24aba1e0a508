using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Industry;

/// <summary>The five forces, each only as far as evidence tells of it.</summary>
internal static class ForceReader
{
    // Fields that describe how business is done; goal, budget, voice and constraints describe the campaign.
    private static readonly string[] Fields = ["revenue_model", "products", "differentiators", "target_customers", "goal", "competitors"];
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Industry/forces.yaml"));
    private static readonly Lazy<Dictionary<string, string>> Questions = new(() => DataFile.Load<Dictionary<string, string>>("Industry/questions.yaml"));

    public static IReadOnlyList<IndustryForce> Read(Fundamentals facts, FactBook book, int most)
    {
        var others = facts.OtherFacts.Select(o => o.Source).ToHashSet(StringComparer.Ordinal);
        var sentences = book.All
            .Where(f => Fields.Contains(f.Source.Split('.', '[')[0], StringComparer.Ordinal) || others.Contains(f.Source) || f.Source.Contains('#', StringComparison.Ordinal))
            .SelectMany(FactBook.SentencesOf).Where(s => !Instructions.Speaks(s.Quote)).ToList();
        return [Force("rivalry", Rivalry(facts), facts), .. Cues.Value.Topics.Select(force => Force(force, Told(force, sentences, book).Concat(Customary(force, facts)).DistinctBy(f => f.Evidence[0]).Take(most), facts))];
    }

    private static IndustryForce Force(string name, IEnumerable<Finding> findings, Fundamentals facts)
    {
        var found = findings.ToList();
        return new(name, found, found.Count > 0 ? null : Questions.Value[name].Replace("{name}", facts.Company.Name, StringComparison.Ordinal));
    }

    private static IEnumerable<Finding> Rivalry(Fundamentals facts)
    {
        if (facts.Competitors.Count == 0)
            yield break;
        yield return Finding.Derived(
            facts.Competitors.Count == 1
                ? $"One competitor is named: {facts.Competitors[0].Name}."
                : string.Create(CultureInfo.InvariantCulture, $"{facts.Competitors.Count} competitors are named: {Wording.List(facts.Competitors.Select(c => c.Name))}."),
            "a count of the competitors the brief names; others may exist",
            [.. facts.Competitors.Select(c => c.Evidence)]);
        foreach (var competitor in facts.Competitors.Where(c => c.Note is not null))
            yield return Finding.Stated($"{competitor.Name}: “{competitor.Note!.Quote}”", competitor.Note!);
    }

    private static IEnumerable<Finding> Told(string force, List<Evidence> sentences, FactBook book)
    {
        foreach (var sentence in sentences)
        {
            var hits = Cues.Value.Hits(force, book.LanguageOf(sentence), sentence.Quote);
            if (hits.Count > 0)
                yield return Finding.Derived($"“{sentence.Quote}”", $"speaks of {force.Replace('_', ' ')}: {Wording.List(hits.Select(h => h.Trim('*')))}", sentence);
        }
    }

    /// <summary>Who buys and how it is paid, as the brief puts it.</summary>
    private static IEnumerable<Finding> Customary(string force, Fundamentals facts)
    {
        if (force == "buyers" && facts.Model.Basis is { Evidence.Count: > 0 } basis && facts.Model.Kind != BusinessKind.Unknown)
            yield return Finding.Derived($"Paid as: {basis.Evidence[0].Quote}", $"the kind of business read from it: {ChannelMix.ChannelTable.Key(facts.Model.Kind).Replace('_', ' ')}", basis.Evidence);
    }
}
