using RaptorFlow.Cli.Report.Figures;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Sections;

internal static class RoadmapSection
{
    public static Section Build(ReportContext context) => new("roadmap", "Roadmap", "What happens when, and how you will know.", [.. Blocks(context)]);

    private static IEnumerable<Block> Blocks(ReportContext context)
    {
        if (context.Outputs.Roadmap is not { } roadmap)
            return context.Missing("roadmap");
        var blocks = new List<Block>
        {
            new Paragraph(Prose.Of(new Strong($"{Labels.Day(roadmap.Start)} to {Labels.Day(roadmap.End)}"), $". {roadmap.PeriodReason}")),
        };
        if (roadmap.Goals.Count > 0)
        {
            blocks.Add(new DataTable("Goals", [new("Goal"), new("Measured by"), new("Today"), new("Target"), new("By")],
                [.. roadmap.Goals.Select(g => (IReadOnlyList<Prose>)
                [
                    context.Cite(g.Text, g.Evidence), g.Metric, Known(g.Baseline, g, "baseline"), Known(g.Target, g, "target"), Labels.Day(g.Deadline),
                ])]));
        }
        if (roadmap.Moves.Count > 0)
        {
            blocks.Add(new Picture(GanttFigure.Draw(roadmap)));
            blocks.Add(new Folded("Every move, with its reason",
            [
                new DataTable("Moves", [new("Id"), new("What"), new("When"), new("Channel"), new("Money", true), new("Measured by"), new("After"), new("Why")],
                    [.. roadmap.Moves.Select(Row)]),
            ]));
        }
        if (roadmap.Quests.Count > 0)
        {
            blocks.Add(new Heading("Quests"));
            blocks.Add(new Cards([.. roadmap.Quests.Select(q => new Card("Quest", q.Title,
            [
                new Paragraph(Prose.Of(new Strong("Done when: "), q.Success)),
                new Bullets([.. q.Chapters.Select(c => Prose.Of(c.Title, new Aside($" by {Labels.Day(c.Due)}{(c.MoveIds.Count == 0 ? "" : " · " + string.Join(", ", c.MoveIds))}")))]),
            ]))]));
        }
        return blocks;
    }

    private static Prose Known(string? value, SmartGoal goal, string name) => value is { Length: > 0 }
        ? value
        : new Badge(goal.Missing.Contains(name) ? "to be supplied" : "not told", Tone.Warning);

    private static Prose[] Row(PlannedMove move) =>
    [
        move.Id,
        Prose.Of(new Strong(move.Title), new Aside(" " + Labels.Of(move.Phase).ToLowerInvariant())),
        $"{Labels.Day(move.Start)} to {Labels.Day(move.End)}",
        move.Channel is null ? "–" : Labels.Of(move.Channel),
        move.Budget is null ? "–" : Labels.Money(move.Budget),
        move.Metric ?? "–",
        move.After.Count == 0 ? "–" : string.Join(", ", move.After),
        move.Why,
    ];
}
