using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.DeepDive;

/// <summary>Reads origin and turning points, and what speaks for and against the company.</summary>
internal static class StoryReader
{
    private const int LongestSentence = 300;
    private static readonly string[] NotOwn = ["competitors", "goal", "constraints", "budget", "target_customers", "brand_voice", "name", "website", "languages", "geographies"];

    private static Lexicon Voice => Lexicon.Topic("voice");

    public static IReadOnlyList<Finding> Story(ResearchInput input, IReadOnlyList<Evidence> facts, int most)
    {
        var read = input.Fundamentals;
        var origin = read.Company.Founded is { } founded ? [founded] : Array.Empty<Finding>();
        var moves = read.History.Select(m => Finding.Stated(m.Date is null || m.Name.Contains(m.Date, StringComparison.Ordinal) ? m.Name : $"{m.Date}: {m.Name}", m.Evidence));
        var told = Sentences(facts.Where(f => f.Source.Contains('#', StringComparison.Ordinal) || Root(f) is "description" or "about" or "story" or "history" or "histoire" or "geschichte" or "historia" or "storia" or "história"))
            .Where(f => Dates.YearIn(f.Quote) is not null && Voice.Find(f.Quote, "story").Count > 0).Select(f => Finding.Stated(f.Quote, f));
        return [.. origin.Concat(told).Concat(moves).DistinctBy(f => f.Statement).Select((f, i) => (Finding: f, Year: Year(f), Order: i))
            .OrderBy(f => f.Year ?? int.MaxValue).ThenBy(f => f.Order).Select(f => f.Finding).Take(most)];
    }

    public static IReadOnlyList<Finding> Strengths(ResearchInput input, IReadOnlyList<Evidence> facts, int most)
    {
        var read = input.Fundamentals;
        var proven = read.Differentiators.Where(d => d.Proof.Count > 0)
            .Select(d => Finding.Derived(d.Text, $"Claimed, and supported by {string.Join(", ", d.Proof.Select(p => p.Source).Distinct())}.", [d.Evidence, .. d.Proof]));
        var wins = read.History.Where(m => m.Outcome == Outcome.Win).Select(m => Finding.Stated($"{m.Name} worked", m.Evidence));
        var praised = Sentences(facts.Where(f => f.Source.Contains('#', StringComparison.Ordinal))).Where(f => Voice.Find(f.Quote, "strength").Count > 0 && Voice.Find(f.Quote, "weakness").Count == 0).Select(f => Finding.Stated(f.Quote, f));
        var claimed = read.Differentiators.Where(d => d.Proof.Count == 0).Select(d => Finding.Stated(d.Text, d.Evidence));
        return [.. proven.Concat(wins).Concat(praised).Concat(claimed).DistinctBy(f => f.Statement).Take(most)];
    }

    public static IReadOnlyList<Finding> Weaknesses(ResearchInput input, IReadOnlyList<Evidence> facts, int most)
    {
        var losses = input.Fundamentals.History.Where(m => m.Outcome == Outcome.Loss).Select(m => Finding.Stated($"{m.Name} did not work", m.Evidence));
        var said = Sentences(facts.Where(f => !NotOwn.Contains(Root(f)) && Root(f) is not ("past_campaigns" or "products" or "differentiators" or "size" or "industry")))
            .Where(f => Voice.Find(f.Quote, "weakness").Count > 0).Select(f => Finding.Stated(f.Quote, f));
        var named = facts.Where(f => Root(f) is "weaknesses" or "weakness" or "challenges" or "problems" or "faiblesses" or "schwächen" or "debilidades" or "debolezze" or "fraquezas" or "zwaktes").Select(f => Finding.Stated(f.Quote, f));
        return [.. named.Concat(losses).Concat(said).DistinctBy(f => f.Statement).Take(most)];
    }

    private static IEnumerable<Evidence> Sentences(IEnumerable<Evidence> facts) =>
        facts.SelectMany(f => RaptorFlow.Reading.Sentences.Split(f.Quote).Where(s => s.Length is > 10 and <= LongestSentence).Select(s => f with { Quote = s }));

    private static int? Year(Finding finding) =>
        (Dates.YearIn(finding.Statement) ?? finding.Evidence.Select(e => Dates.YearIn(e.Quote)).FirstOrDefault(y => y is not null)) is { } year ? int.Parse(year, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string Root(Evidence fact) => fact.Source.Split('.', '[', '#')[0];
}
