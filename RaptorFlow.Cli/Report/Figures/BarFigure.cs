using RaptorFlow.Cli.Report.Model;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>Horizontal bars, labelled on both sides.</summary>
internal static class BarFigure
{
    private const double Width = 760, Row = 34;

    /// <param name="Label">What the bar stands for.</param>
    /// <param name="Fraction">Its length, 0 to 1 of the longest possible.</param>
    /// <param name="Value">What is written at its end.</param>
    /// <param name="Style">Its class; empty for the usual one.</param>
    internal sealed record Bar(string Label, double Fraction, string Value, string Style = "bar");

    public static Figure Draw(string name, string title, string description, IReadOnlyList<Bar> bars)
    {
        var label = Math.Min(320, bars.Select(b => TextFit.Width(b.Label, 14)).DefaultIfEmpty(0).Max() * 1.06 + 18);
        var value = Math.Min(190, bars.Select(b => TextFit.Width(b.Value, 13.5)).DefaultIfEmpty(0).Max() * 1.06 + 14);
        var room = Width - label - value;
        var canvas = new SvgCanvas(Width) { Height = bars.Count * Row + 8 };
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var y = 4 + i * Row;
            canvas.Text("t-label", 0, y + 21, TextFit.Fit(bar.Label, 14, label - 16), "start", bar.Label)
                .Rect("track", label, y + 8, room, 18, 3)
                .Rect(bar.Style, label, y + 8, Math.Max(2, room * Math.Clamp(bar.Fraction, 0, 1)), 18, 3, $"{bar.Label}: {bar.Value}")
                .Text("t-value", Width, y + 22, TextFit.Fit(bar.Value, 13.5, value), "end");
        }
        return canvas.Finish(name, title, description);
    }
}
