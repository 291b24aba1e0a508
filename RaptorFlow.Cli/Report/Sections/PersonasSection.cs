using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class PersonasSection
{
    public static Section Build(ReportContext context) => new("personas", "Personas", "The people to speak to, as far as the evidence tells.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Personas is not { } personas)
            return context.Missing("personas");
        return personas.People.Count == 0
            ? [new Callout(Tone.Warning, "The brief names nobody to speak to.")]
            : [new Cards([.. personas.People.Select(p => Card(context, p))])];
    }

    private static Card Card(ReportContext context, Persona persona)
    {
        var blocks = new List<Block>();
        foreach (var (title, findings) in new[]
        {
            ("Situation", persona.Context), ("Wants", persona.Goals), ("Is bothered by", persona.Pains), ("Looks for something new when", persona.Triggers),
            ("Is held back by", persona.Objections), ("Can be met", persona.Channels),
        })
        {
            blocks.AddRange(context.Listed(title, findings));
        }
        if (persona.Quotes.Count > 0)
        {
            blocks.Add(new Heading("In their words"));
            blocks.Add(new Bullets([.. persona.Quotes.Select(context.Quote)]));
        }
        if (persona.Unknown.Count > 0)
            blocks.Add(new Paragraph(Prose.Of(new Strong("Not told: "), string.Join(", ", persona.Unknown.Select(u => Labels.Of(u).ToLowerInvariant())), "."), ParagraphStyle.Small));
        return new(persona.InGoal ? "In the goal" : "Audience", (Prose)persona.Role + context.Notes.Mark([persona.Evidence]), blocks);
    }
}
