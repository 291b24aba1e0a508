using System.Globalization;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>The past as a line, the future as a line within its 80 % and 95 % bands.</summary>
internal static class ForecastFigure
{
    private const double Width = 760, Height = 330, Left = 66, Right = 16, Top = 34, Bottom = 34;

    public static Figure Draw(string name, SeriesForecast series)
    {
        var points = series.Points;
        var dates = series.History.Select(p => p.Date).Concat(points.Select(p => p.Date)).ToList();
        var values = series.History.Select(p => p.Value).Concat(points.SelectMany(p => new[] { p.Low95, p.High95, p.Value })).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var ticks = Scale(values.Min(), values.Max());
        var (first, last) = dates.Count == 0 ? (0, 1) : (dates.Min().DayNumber, dates.Max().DayNumber);
        double X(DateOnly day) => Left + (day.DayNumber - first) / (double)Math.Max(1, last - first) * (Width - Left - Right);
        double Y(double value) => Top + (ticks[^1] - value) / (ticks[^1] - ticks[0]) * (Height - Top - Bottom);

        var canvas = new SvgCanvas(Width) { Height = Height };
        foreach (var tick in ticks)
            canvas.Line("grid", Left, Y(tick), Width - Right, Y(tick)).Text("t-small", Left - 8, Y(tick) + 4, tick.ToString("#,##0.##", CultureInfo.InvariantCulture), "end");
        foreach (var day in dates.Where((_, i) => i % Math.Max(1, (int)Math.Ceiling(dates.Count / 7.0)) == 0 && i < dates.Count - dates.Count / 14))
            canvas.Text("t-small", X(day), Height - 10, day.ToString(last - first > 120 ? "MMM yyyy" : "d MMM", CultureInfo.InvariantCulture), "middle");
        canvas.Polygon("band-95", Band(p => p.High95, p => p.Low95)).Polygon("band-80", Band(p => p.High80, p => p.Low80))
            .Polyline("line-past", series.History.Select(p => (X(p.Date), Y(p.Value))))
            .Polyline("line-future", series.History.TakeLast(1).Select(p => (X(p.Date), Y(p.Value))).Concat(points.Select(p => (X(p.Date), Y(p.Value)))));
        Legend(canvas);
        var described = points.Count == 0 ? "No forecast." : string.Create(CultureInfo.InvariantCulture,
            $"{series.History.Count} past and {points.Count} future periods. Last forecast: {points[^1].Value:0.#}, 80 % between {points[^1].Low80:0.#} and {points[^1].High80:0.#}, 95 % between {points[^1].Low95:0.#} and {points[^1].High95:0.#}.");
        return canvas.Finish(name, $"Forecast of {Labels.Of(series.Column)}", described);

        IEnumerable<(double, double)> Band(Func<ForecastPoint, double> high, Func<ForecastPoint, double> low) =>
            points.Select(p => (X(p.Date), Y(high(p)))).Concat(points.Reverse().Select(p => (X(p.Date), Y(low(p)))));
    }

    private static void Legend(SvgCanvas canvas) => canvas
        .Line("line-past", Left, 12, Left + 22, 12).Text("t-small", Left + 28, 16, "History")
        .Line("line-future", Left + 100, 12, Left + 122, 12).Text("t-small", Left + 128, 16, "Forecast")
        .Rect("band-80", Left + 208, 6, 18, 12, 2).Text("t-small", Left + 232, 16, "80 %")
        .Rect("band-95", Left + 282, 6, 18, 12, 2).Text("t-small", Left + 306, 16, "95 %");

    // Four to seven round numbers around the values.
    private static List<double> Scale(double low, double high)
    {
        if (high - low < 1e-9)
            (low, high) = (low - 1, high + 1);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(m => m * magnitude).First(s => (high - low) / s <= 6);
        var ticks = new List<double>();
        for (var tick = Math.Floor(low / step) * step; tick < high + step; tick += step)
            ticks.Add(tick);
        return ticks;
    }
}
