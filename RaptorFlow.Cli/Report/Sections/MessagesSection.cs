using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class MessagesSection
{
    public static Section Build(ReportContext context) => new("messages", "Messages", "What to say, what proves it, and to whom.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Messaging is not { } house)
            return context.Missing("messaging");
        var blocks = new List<Block> { new Display(context.Public(house.Promise)) };
        if (house.Pillars.Count > 0)
            blocks.Add(new Cards([.. house.Pillars.Select(p => Pillar(context, p))]));
        if (house.PersonaLines.Count > 0)
        {
            blocks.Add(new DataTable("Lines for one audience", [new("For"), new("Line")],
                [.. house.PersonaLines.Select(l => (IReadOnlyList<Prose>)[l.PersonaId is null ? Labels.Of(l.Use) : context.Persona(l.PersonaId), context.Public(l)])]));
        }
        if (house.Story.Count > 0)
        {
            blocks.Add(new Heading("The story"));
            blocks.Add(new Bullets([.. house.Story.Select(b => Prose.Of(new Strong(Labels.Of(b.Beat) + ". "), context.Say(b.Finding)))]));
        }
        if (house.Dropped.Count > 0)
        {
            blocks.Add(new Folded(Terminal.Plain.Count(house.Dropped.Count, "line") + " considered and dropped",
            [
                new DataTable("Dropped lines", [new("Line"), new("Why")],
                    [.. house.Dropped.Select(d => (IReadOnlyList<Prose>)[Prose.Of(new Quoted(d.Text, context.CopyLanguage), " ", new Badge("dropped", Tone.Bad)), d.Reason])]),
            ]));
        }
        return blocks;
    }

    private static Card Pillar(ReportContext context, MessagePillar pillar)
    {
        var proof = pillar.Proof.Count == 0
            ? (Block)new Callout(Tone.Warning, "Nothing in the brief proves this yet.")
            : new Bullets([.. pillar.Proof.Select(context.Say)]);
        return new("Pillar", pillar.Name, [new Paragraph(context.Public(pillar.Line)), proof]);
    }
}
