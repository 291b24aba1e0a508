using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>The positioning map: points where the evidence puts them, labels where they do not meet.</summary>
internal static class MapFigure
{
    private const double Width = 760, Height = 540, Left = 40, Top = 44, Plot = 680, Tall = 440, Near = 6;

    public static Figure Draw(PositioningMap map)
    {
        var canvas = new SvgCanvas(Width) { Height = Height };
        double X(double value) => Left + (Math.Clamp(value, -1, 1) * 0.92 + 1) / 2 * Plot;
        double Y(double value) => Top + (1 - Math.Clamp(value, -1, 1) * 0.9) / 2 * Tall;
        canvas.Rect("plot", Left, Top, Plot, Tall, 8)
            .Line("axis", Left, Y(0), Left + Plot, Y(0)).Line("axis", X(0), Top, X(0), Top + Tall);
        var (west, east) = Ends(map.XAxis);
        var (south, north) = Ends(map.YAxis);
        canvas.Text("t-axis", Left, Top + Tall + 24, "← " + TextFit.Fit(west, 13, 300)).Text("t-axis", Left + Plot, Top + Tall + 24, TextFit.Fit(east, 13, 300) + " →", "end")
            .Text("t-axis", X(0), Top - 14, TextFit.Fit(north, 13, 420) + " ↑", "middle").Text("t-axis", X(0), Top + Tall + 46, TextFit.Fit(south, 13, 420) + " ↓", "middle");

        // Points in one place share one dot and one list of names.
        var spots = new List<Spot>();
        foreach (var point in map.Points.OrderByDescending(p => p.IsUs))
        {
            var (x, y) = (X(point.X), Y(point.Y));
            if (spots.Find(s => Math.Abs(s.X - x) + Math.Abs(s.Y - y) < Near) is { } spot)
                spot.Points.Add(point);
            else
                spots.Add(new(x, y, [point]));
        }
        var labels = new LabelLayout(Left + 6, Top + 6, Left + Plot - 6, Top + Tall - 6, [.. spots.Select(s => (s.X, s.Y))]);
        foreach (var spot in spots)
        {
            var us = spot.Points[0].IsUs;
            var names = spot.Points.Select(p => TextFit.Fit(p.Name, 14, 190)).ToList();
            var box = labels.Place(spot.X, spot.Y, names.Max(n => TextFit.Width(n, us ? 15 : 14)) + 4, names.Count * 18);
            if (box.Leader is var (x, y))
                canvas.Line("leader", spot.X, spot.Y, x, y);
            canvas.Circle(us ? "dot-us" : "dot", spot.X, spot.Y, us ? 9 : 6.5, string.Join("; ", spot.Points.Select(p => $"{p.Name}: {p.Why}")));
            for (var i = 0; i < names.Count; i++)
                canvas.Text(spot.Points[i].IsUs ? "t-us" : "t-map", box.X, box.Y + 14 + i * 18, names[i]);
        }
        var described = string.Join("; ", map.Points.Select(p => FormattableString.Invariant($"{p.Name} at {p.X:0.0}, {p.Y:0.0}")));
        return canvas.Finish("positioning-map", "Positioning map", $"Horizontal: {map.XAxis}. Vertical: {map.YAxis}. {described}.");
    }

    private static (string Low, string High) Ends(string axis)
    {
        var ends = axis.Split('↔', 2, StringSplitOptions.TrimEntries);
        return ends.Length == 2 ? (ends[0], ends[1]) : ("", axis);
    }

    private sealed record Spot(double X, double Y, List<MapPoint> Points);
}
