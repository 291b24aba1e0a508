using System.Globalization;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class ContentSection
{
    public static Section Build(ReportContext context) => new("content", "Content pillars", "What you can write about with right.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Content is not { } plan)
            return context.Missing("content");
        var blocks = new List<Block>();
        var number = 0;
        foreach (var pillar in plan.Pillars)
        {
            blocks.Add(new Heading($"{pillar.Name} · {(pillar.Share * 100).ToString("0.#", CultureInfo.InvariantCulture)} %"));
            if (pillar.Why.Count > 0)
                blocks.Add(new Paragraph(Prose.Join(" ", pillar.Why.Select(context.Say))));
            if (pillar.PersonaIds.Count > 0)
                blocks.Add(new Paragraph(Prose.Of(new Strong("For: "), string.Join(", ", pillar.PersonaIds.Select(context.Persona))), ParagraphStyle.Small));
            blocks.Add(new DataTable($"Topics of {pillar.Name}", [new("Working title"), new("Form"), new("Where"), new("Needed first")],
                [.. pillar.Topics.Select(t => Row(context, t, ++number))]));
        }
        return blocks;
    }

    // Titles are numbered through the whole plan: T1, T2… as the Guardian counts them.
    private static Prose[] Row(ReportContext context, ContentTopic topic, int number) =>
    [
        context.Public(string.Create(CultureInfo.InvariantCulture, $"T{number}"), topic.Title, topic.Evidence, quiet: true),
        Labels.Of(topic.Format),
        string.Join(", ", topic.ChannelIds.Select(Labels.Of)),
        topic.Needs ?? "–",
    ];
}
