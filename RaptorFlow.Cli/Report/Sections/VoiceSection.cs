using System.Globalization;
using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class VoiceSection
{
    public static Section Build(ReportContext context) => new("voice", "Brand and voice", "How you sound, measured, and how you want to be seen.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.DeepDive is not { } dive)
            return context.Missing("deep_dive");
        var voice = dive.Voice;
        var blocks = new List<Block>();
        if (voice.Adjectives.Count > 0)
            blocks.Add(new Display(Prose.Join(", ", voice.Adjectives.Select(a => (Prose)new Words(a.Quote) + context.Notes.Mark([a])))));
        blocks.Add(new Paragraph($"{Person(voice.Person)}{(voice.WordsPerSentence is { } words ? string.Create(CultureInfo.InvariantCulture, $" {words:0.#} words in a sentence, on average.") : "")}"));
        if (Scales(voice) is { Count: > 0 } scales)
            blocks.Add(new Picture(ScaleFigure.Draw("voice", "Voice, as measured", scales)));
        blocks.AddRange(context.Listed("Do", voice.Do));
        blocks.AddRange(context.Listed("Do not", voice.Dont));
        if (voice.AvoidWords.Count > 0)
            blocks.Add(new Paragraph(Prose.Of(new Strong("Words to avoid: "), Prose.Join(", ", voice.AvoidWords.Select(w => (Prose)new Quoted(w, context.CopyLanguage))), ".")));
        if (voice.Samples.Count > 0)
        {
            blocks.Add(new Heading("Lines you have published"));
            blocks.Add(new Bullets([.. voice.Samples.Select(context.Quote)]));
        }
        if (dive.Attributes.Count > 0)
        {
            blocks.Add(new DataTable("Brand attributes", [new("Attribute"), new("Wanted"), new("Observed"), new("What the difference means")],
                [.. dive.Attributes.Select(a => (IReadOnlyList<Prose>)[context.Cite(a.Name, a.Evidence), a.Wanted ? "yes" : "no", a.Observed ? "yes" : "no", a.Gap])]));
        }
        blocks.AddRange(context.Listed("Your story so far", dive.Story));
        blocks.AddRange(context.Listed("Strengths", dive.Strengths));
        blocks.AddRange(context.Listed("Weaknesses", dive.Weaknesses));
        return blocks;
    }

    private static string Person(string person) => person switch
    {
        "first_plural" => "Speaks as “we”.",
        "first_singular" => "Speaks as “I”.",
        "second" => "Speaks to “you”.",
        "third" => "Speaks in the third person.",
        _ => "There are too few lines to tell in which person the company speaks.",
    };

    private static List<ScaleFigure.Scale> Scales(VoiceProfile voice) =>
    [
        .. new[] { ("Casual", "Formal", voice.Formality), ("Sober", "Playful", voice.Playfulness), ("Everyday words", "Technical", voice.Technicality) }
            .Where(s => s.Item3 is not null).Select(s => new ScaleFigure.Scale(s.Item1, s.Item2, s.Item3!.Value)),
    ];
}
