using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Sections;

internal static class PublicLinesSection
{
    public static Section Build(ReportContext context) => new("public-lines", "Public lines and the Guardian’s verdict", "Which lines may go out, and what the others need.", [.. Blocks(context)]);

    private static List<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Compliance is not { } review)
            return [.. context.Missing("compliance"), new Callout(Tone.Warning, "No line has been checked. Treat none as approved.")];
        var blocks = new List<Block>
        {
            new Paragraph(Prose.Of(
                $"{Plain.Count(review.Lines.Count, "line")} checked: {Count(review, Verdict.Approve)} approved, {Count(review, Verdict.Revise)} to be revised, {Count(review, Verdict.Block)} blocked.",
                review.Jurisdictions.Count == 0 ? "" : $" Rules of: {string.Join(", ", review.Jurisdictions)}.")),
        };
        var held = review.Lines.Where(l => l.Verdict != Verdict.Approve).OrderByDescending(l => l.Verdict).ToList();
        var approved = review.Lines.Where(l => l.Verdict == Verdict.Approve).ToList();
        if (held.Count > 0)
        {
            blocks.Add(new DataTable("Not to go out as they are", [new("Line"), new("Text"), new("Verdict"), new("What to do")],
                [.. held.Select(l => (IReadOnlyList<Prose>)[l.LineId, new Quoted(l.Text, context.CopyLanguage), Badge(l.Verdict), Advice(l)])]));
        }
        if (approved.Count > 0)
        {
            blocks.Add(new DataTable("Approved", [new("Line"), new("Text"), new("Verdict")],
                [.. approved.Select(l => (IReadOnlyList<Prose>)[l.LineId, new Quoted(l.Text, context.CopyLanguage), Badge(l.Verdict)])]));
        }
        blocks.Add(new Paragraph("A check by rules, not legal advice.", ParagraphStyle.Small));
        return blocks;
    }

    private static string Count(ComplianceReview review, Verdict verdict) =>
        review.Lines.Count(l => l.Verdict == verdict).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Badge Badge(Verdict verdict) => verdict switch
    {
        Verdict.Approve => new("approved", Tone.Good),
        Verdict.Revise => new("to be revised", Tone.Warning),
        _ => new("blocked", Tone.Bad),
    };

    private static Prose Advice(LineReview line) => Prose.Join(" ", line.Violations.Select(v =>
        Prose.Of(new Strong($"{v.Message.TrimEnd('.')}. "), v.Suggestion, new Aside($" ({v.Policy}, {v.Citation})"))));
}
