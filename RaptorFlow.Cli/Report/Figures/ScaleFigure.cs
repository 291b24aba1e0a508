using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>Places between two ends.</summary>
internal static class ScaleFigure
{
    private const double Width = 760, Side = 150, Row = 40;

    internal sealed record Scale(string Low, string High, double Value);

    public static Figure Draw(string name, string title, IReadOnlyList<Scale> scales)
    {
        var canvas = new SvgCanvas(Width) { Height = scales.Count * Row + 6 };
        for (var i = 0; i < scales.Count; i++)
        {
            var (low, high, value) = scales[i];
            var y = 23 + i * Row;
            canvas.Text("t-label", 0, y + 5, low).Text("t-label", Width, y + 5, high, "end")
                .Rect("track", Side, y - 3, Width - 2 * Side, 6, 3).Line("grid", Width / 2, y - 9, Width / 2, y + 9)
                .Circle("dot-us", Side + Math.Clamp(value, 0, 1) * (Width - 2 * Side), y, 8, $"{low} to {high}: {Labels.Score(value)}");
        }
        return canvas.Finish(name, title, string.Join("; ", scales.Select(s => $"from {s.Low} (0) to {s.High} (1): {Labels.Score(s.Value)}")) + ".");
    }
}
