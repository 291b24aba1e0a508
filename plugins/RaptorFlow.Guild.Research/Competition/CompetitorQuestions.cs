using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>Asks for what is not told about competitors, several of them in one question.</summary>
internal static class CompetitorQuestions
{
    public static IEnumerable<OpenQuestion> For(Fundamentals facts, CompetitorAnalysis analysis)
    {
        var name = facts.Company.Name;
        if (analysis.Competitors.Count == 0)
        {
            yield return new($"Whom else do people consider, or what do they do instead, before they choose {name}?", "competitors") { Why = "Positioning needs something to differ from." };
            yield break;
        }
        if (Lacking(analysis, "which products it meets") is { Count: > 0 } unclear)
            yield return new($"Which of your products do {Names(unclear)} compete with?", Field(facts, unclear[0])) { Why = "They are only named." };
        if (analysis.FocusIds.Count == 0)
            yield return new($"Which competitor does {name} have to win against for “{Wording.Short(facts.Goal?.Evidence.Quote ?? "this campaign")}”?", "goal") { Why = "The goal does not tell, so all count the same." };
        if (analysis.UncontestedInBrief.Count > 0)
            yield return new($"Who competes with {Wording.List(analysis.UncontestedInBrief.Take(4).Select(f => facts.Products.First(p => p.Evidence == f.Evidence[0]).Name))}?", "competitors") { Why = "No competitor named so far is said to." };
        if (Lacking(analysis, "price") is { Count: > 0 } priceless)
            yield return new($"What do {Names(priceless)} charge, as of which date?", Field(facts, priceless[0])) { Why = "A price can be compared only when it is dated." };
        if (Lacking(analysis, "audience") is { Count: > 0 } open)
            yield return new($"For whom are {Names(open)} made, in size or kind of customer?", Field(facts, open[0])) { Why = "It decides where they stand on the map." };
        if (analysis.Gaps.Count > 0)
            yield return new($"Is it true that none of {Wording.List(analysis.Competitors.Take(4).Select(c => c.Name), "or")} claims “{Wording.Short(facts.Differentiators.First(d => d.Evidence == analysis.Gaps[0].Evidence[0]).Text)}”?", "differentiators") { Why = "Untold is not the same as unclaimed." };
    }

    private static List<CompetitorView> Lacking(CompetitorAnalysis analysis, string what) =>
        [.. analysis.Competitors.Where(c => c.Unknown.Contains(what, StringComparer.Ordinal))];

    private static string Names(List<CompetitorView> views) =>
        views.Count > 4 ? $"{string.Join(", ", views.Take(4).Select(v => v.Name))} and the others" : Wording.List(views.Select(v => v.Name));

    private static string Field(Fundamentals facts, CompetitorView view)
    {
        var source = facts.Competitors.First(c => c.Id == view.Id).Evidence.Source;
        return source.EndsWith("name", StringComparison.Ordinal) ? source[..^"name".Length] + "note" : source;
    }
}
