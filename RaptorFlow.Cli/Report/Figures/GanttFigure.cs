using System.Globalization;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>The roadmap as bars on a calendar, with the quests' chapters as diamonds below.</summary>
internal static class GanttFigure
{
    private const double Width = 960, Label = 376, Right = 14, Row = 30, Top = 62;
    private static readonly string[] Phases = ["prepare", "launch", "run", "measure", "decide"];

    public static Figure Draw(Roadmap roadmap)
    {
        var end = roadmap.End > roadmap.Start ? roadmap.End : roadmap.Start.AddDays(1);
        var days = end.DayNumber - roadmap.Start.DayNumber + 1;
        double X(DateOnly day) => Label + Math.Clamp((day.DayNumber - roadmap.Start.DayNumber) / (double)days, 0, 1) * (Width - Label - Right);
        var lanes = roadmap.Moves.Count + roadmap.Quests.Count;
        var canvas = new SvgCanvas(Width) { Height = Top + lanes * Row + (roadmap.Quests.Count > 0 ? 22 : 8) };

        Legend(canvas, roadmap);
        foreach (var (tick, text) in Ticks(roadmap.Start, end))
            canvas.Line("grid", X(tick), Top - 8, X(tick), canvas.Height - 6).Text("t-small", X(tick) + 4, Top - 12, text);
        var y = Top;
        foreach (var move in roadmap.Moves)
        {
            var title = $"{move.Id}: {move.Title} ({Labels.Day(move.Start)} to {Labels.Day(move.End)})";
            var from = X(move.Start);
            canvas.Text("t-id", 0, y + 19, TextFit.Fit(move.Id, 12, 30))
                .Text("t-label", 34, y + 19, TextFit.Fit(move.Title, 13.5, Label - 52), title: title)
                .Rect($"phase-{Phase(move.Phase)}", from, y + 6, Math.Max(5, X(move.End.AddDays(1)) - from), 18, 4, title)
                .Line("rule", 0, y + Row, Width, y + Row);
            y += Row;
        }
        if (roadmap.Quests.Count > 0)
            y += 12;
        foreach (var quest in roadmap.Quests)
        {
            canvas.Text("t-id", 0, y + 19, "◆").Text("t-strong", 34, y + 19, TextFit.Fit(quest.Title, 13.5, Label - 52), title: quest.Title)
                .Line("grid", Label, y + 15, Width - Right, y + 15);
            foreach (var chapter in quest.Chapters)
            {
                var x = Math.Min(X(chapter.Due.AddDays(1)), Width - Right);
                canvas.Polygon("diamond", [(x, y + 8), (x + 7, y + 15), (x, y + 22), (x - 7, y + 15)], $"{chapter.Title}: {Labels.Day(chapter.Due)}");
            }
            y += Row;
        }
        var busiest = roadmap.Moves.Count == 0 ? "No moves are planned." : $"First {roadmap.Moves[0].Title}, last {roadmap.Moves[^1].Title}.";
        return canvas.Finish("roadmap", $"Roadmap from {Labels.Day(roadmap.Start)} to {Labels.Day(roadmap.End)}",
            $"{Terminal.Plain.Count(roadmap.Moves.Count, "move")} on a calendar and {Terminal.Plain.Count(roadmap.Quests.Count, "quest")}. {busiest}");
    }

    public static string Phase(string phase) => Phases.Contains(phase) ? phase : "run";

    private static void Legend(SvgCanvas canvas, Roadmap roadmap)
    {
        var x = Label;
        foreach (var phase in Phases.Where(p => roadmap.Moves.Any(m => Phase(m.Phase) == p)))
        {
            canvas.Rect($"phase-{phase}", x, 6, 13, 13, 3).Text("t-small", x + 19, 17, Labels.Of(phase));
            x += 19 + TextFit.Width(phase, 12.5) + 26;
        }
        if (roadmap.Quests.Count > 0)
            canvas.Polygon("diamond", [(x + 6, 5), (x + 13, 12), (x + 6, 19), (x - 1, 12)]).Text("t-small", x + 19, 17, "Chapter due");
    }

    // Weeks while they can be told apart, then months, then quarters.
    private static IEnumerable<(DateOnly Day, string Text)> Ticks(DateOnly start, DateOnly end)
    {
        var days = end.DayNumber - start.DayNumber;
        if (days <= 62)
        {
            var first = start.AddDays((8 - (int)start.DayOfWeek) % 7);
            for (var day = first; day <= end; day = day.AddDays(days <= 35 ? 7 : 14))
                yield return (day, day.ToString("d MMM", CultureInfo.InvariantCulture));
            yield break;
        }
        var step = days switch { <= 400 => 1, <= 1200 => 3, _ => 12 };
        var month = new DateOnly(start.Year, start.Month, 1);
        yield return (start, start.ToString("MMM yyyy", CultureInfo.InvariantCulture));
        for (month = month.AddMonths(step); month <= end; month = month.AddMonths(step))
        {
            if (month.DayNumber - start.DayNumber > days * 0.09 && end.DayNumber - month.DayNumber > days * 0.03)
                yield return (month, month.ToString(month.Month == 1 || step > 1 ? "MMM yyyy" : "MMM", CultureInfo.InvariantCulture));
        }
    }
}
