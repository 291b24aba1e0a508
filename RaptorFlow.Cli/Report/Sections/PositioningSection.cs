using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Sections;

internal static class PositioningSection
{
    private static readonly string[] Order = ["target", "need", "category", "benefit", "reason_to_believe", "alternative"];
    private static readonly string[] Scores = ["evidence", "relevance", "difference", "constraint_fit"];

    public static Section Build(ReportContext context) => new("positioning", "Positioning", "The place to take in your audience's mind.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Positioning is not { } positioning)
            return context.Missing("positioning");
        var blocks = new List<Block>
        {
            new Display((Prose)positioning.Statement + context.Notes.Mark(positioning.Parts.Values.SelectMany(p => p.Evidence))),
        };
        if (positioning.Against is { Length: > 0 } against)
            blocks.Add(new Paragraph(Prose.Of("Set against ", new Strong(against), ".")));
        var parts = Order.Where(positioning.Parts.ContainsKey).Concat(positioning.Parts.Keys.Except(Order)).ToList();
        blocks.Add(new DataTable("What the statement is made of", [new("Part"), new("From your brief")],
            [.. parts.Select(p => (IReadOnlyList<Prose>)[new Strong(Labels.Of(p)), context.Say(positioning.Parts[p])])]));
        if (Order.Except(positioning.Parts.Keys).ToList() is { Count: > 0 } absent)
            blocks.Add(new Callout(Tone.Warning, $"Not in the statement, since the brief does not tell: {string.Join(", ", absent.Select(a => Labels.Of(a).ToLowerInvariant()))}."));
        if (positioning.Candidates.Count > 0)
        {
            var scores = Scores.Where(s => positioning.Candidates.Any(c => c.Scores.ContainsKey(s)))
                .Concat(positioning.Candidates.SelectMany(c => c.Scores.Keys).Distinct().Except(Scores)).ToList();
            blocks.Add(new DataTable("Ideas weighed, the winner first; scores from 0 to 1",
                [new("Idea"), .. scores.Select(s => new Column(Labels.Of(s), true)), new("Total", true)],
                [.. positioning.Candidates.Select((c, i) => (IReadOnlyList<Prose>)
                [
                    Prose.Of(i == 0 ? new Strong(c.Idea) : (Prose)c.Idea, context.Notes.Mark(context.DifferentiatorEvidence(c.DifferentiatorIds)), new Aside(" " + c.Why)),
                    .. scores.Select(s => c.Scores.TryGetValue(s, out var value) ? (Prose)Labels.Score(value) : "–"),
                    new Strong(Labels.Score(c.Total)),
                ])]));
        }
        return blocks;
    }
}
