using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class CompetitorsSection
{
    public static Section Build(ReportContext context) => new("competitors", "Competitors", "Who competes with what, in what you told us.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Competitors is not { } analysis)
            return context.Missing("competitors");
        var blocks = new List<Block>();
        if (analysis.FocusIds.Count > 0)
        {
            blocks.Add(new Paragraph(Prose.Of("For this goal, watch ", new Strong(string.Join(", ", analysis.FocusIds.Select(context.Competitor))), ". ", analysis.FocusReason ?? "")));
        }
        if (analysis.Competitors.Count > 0)
        {
            blocks.Add(new DataTable("Competitors", [new("Competitor"), new("Meets"), new("Known"), new("Not told")],
                [.. analysis.Competitors.Select(c => Row(context, analysis, c))]));
        }
        if (analysis.Map is { Points.Count: > 0 } map)
        {
            blocks.Add(new Picture(MapFigure.Draw(map)));
            if (map.NotPlaced.Count > 0)
                blocks.Add(new Paragraph($"Not placed, since nothing tells where: {string.Join(", ", map.NotPlaced)}.", ParagraphStyle.Small));
            blocks.Add(new Folded("Why each stands where it stands",
            [
                new DataTable("Places on the map", [new("Name"), new("Horizontal", true), new("Vertical", true), new("Placed by")],
                    [.. map.Points.Select(p => (IReadOnlyList<Prose>)[p.IsUs ? new Strong(p.Name) : (Prose)p.Name, Labels.Score(p.X), Labels.Score(p.Y), p.Why])]),
            ]));
        }
        else
        {
            blocks.Add(new Callout(Tone.Neutral, "No positioning map: the brief does not give two axes along which competitors differ."));
        }
        blocks.AddRange(Matrix(context, analysis));
        blocks.AddRange(context.Listed("Uncontested in what we were told", analysis.UncontestedInBrief));
        blocks.AddRange(context.Listed("Said by you, and by no competitor as far as told", analysis.Gaps));
        return blocks;
    }

    private static Prose[] Row(ReportContext context, CompetitorAnalysis analysis, CompetitorView view) =>
    [
        Prose.Of(new Strong(view.Name), Named(context, view.Id), analysis.FocusIds.Contains(view.Id) ? Prose.Of(" ", new Badge("focus", Tone.Accent)) : ""),
        view.MeetsProductIds.Count == 0 ? new Aside("not stated") : string.Join(", ", view.MeetsProductIds.Select(context.Product)),
        view.Known.Count == 0 ? new Aside("nothing beyond the name") : Prose.Join("; ", view.Known.Select(context.Say)),
        view.Unknown.Count == 0 ? "–" : string.Join(", ", view.Unknown),
    ];

    private static Prose Named(ReportContext context, string id) =>
        context.Outputs.Fundamentals?.Competitors.FirstOrDefault(c => c.Id == id) is { } fact ? context.Notes.Mark([fact.Evidence]) : "";

    // More than a handful of columns is not readable; each competitor becomes a row instead.
    private static IEnumerable<Block> Matrix(ReportContext context, CompetitorAnalysis analysis)
    {
        var rows = analysis.Matrix.Where(r => r.Cells.Values.Any(v => v != "unknown")).ToList();
        var silent = analysis.Matrix.Except(rows).Select(r => r.Aspect).ToList();
        var ids = analysis.Competitors.Select(c => c.Id).Where(id => rows.Any(r => Cell(r, id) != "unknown")).ToList();
        if (rows.Count > 0 && ids.Count <= 5)
        {
            yield return new DataTable("Comparison", [new("Aspect"), new(context.Source.CompanyName), .. ids.Select(id => new Column(context.Competitor(id)))],
                [.. rows.Select(r => (IReadOnlyList<Prose>)[new Strong(Labels.Of(r.Aspect)), r.Us, .. ids.Select(id => Shown(Cell(r, id)))])]);
        }
        else if (rows.Count > 0)
        {
            yield return new DataTable("Comparison", [new("Competitor"), .. rows.Select(r => new Column(Labels.Of(r.Aspect)))],
                [[new Strong(context.Source.CompanyName), .. rows.Select(r => (Prose)r.Us)],
                 .. ids.Select(id => (IReadOnlyList<Prose>)[context.Competitor(id), .. rows.Select(r => Shown(Cell(r, id)))])]);
        }
        if (silent.Count > 0)
            yield return new Paragraph($"Nothing is told of any competitor on: {string.Join(", ", silent.Select(Labels.Of))}.", ParagraphStyle.Small);
    }

    private static string Cell(MatrixRow row, string id) => row.Cells.GetValueOrDefault(id, "unknown");

    private static Prose Shown(string cell) => cell == "unknown" ? new Aside("unknown") : cell;
}
