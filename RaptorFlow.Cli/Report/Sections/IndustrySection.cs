using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Sections;

internal static class IndustrySection
{
    public static Section Build(ReportContext context) =>
        new("industry", "Industry and trends", "How business is done around you, and where topics are going.", [.. Industry(context), .. Trends(context)]);

    private static IEnumerable<Block> Industry(ReportContext context)
    {
        if (context.Outputs.Industry is not { } industry)
            return context.Missing("industry");
        var blocks = new List<Block>();
        if (industry.Industry is { } own)
            blocks.Add(new Paragraph(context.Say(own)));
        if (industry.Forces.Count > 0)
        {
            blocks.Add(new DataTable("Forces of the industry", [new("Force"), new("What the evidence says")],
                [.. industry.Forces.Select(f => (IReadOnlyList<Prose>)
                [
                    new Strong(Labels.Of(f.Force)),
                    f.Findings.Count > 0 ? Prose.Join(" ", f.Findings.Select(context.Say)) : new Aside("Nothing. " + (f.Question ?? "")),
                ])]));
        }
        blocks.AddRange(context.Listed("Dates to live by", industry.Calendar));
        blocks.AddRange(context.Listed("To be checked before publishing", industry.Sensitivities));
        return blocks;
    }

    private static IEnumerable<Block> Trends(ReportContext context)
    {
        if (context.Outputs.Trends is not { } trends)
            return context.Missing("trends");
        var blocks = new List<Block>();
        if (trends.Topics.Count > 0)
        {
            blocks.Add(new DataTable("Topics over time", [new("Topic"), new("Direction"), new("Strength", true), new("Counted")],
                [.. trends.Topics.Select(t => (IReadOnlyList<Prose>)[context.Cite(t.Topic, t.Evidence), Labels.Of(t.Direction), Labels.Score(t.Strength), t.Explanation])]));
        }
        else
        {
            blocks.Add(new Callout(Tone.Neutral, "No direction can be told for any topic: that takes dated documents or search interest over time."));
        }
        blocks.AddRange(context.Listed("Topics to watch", trends.Watch));
        return blocks;
    }
}
