namespace RaptorFlow.Cli.Report.Figures;

/// <summary>Finds room for labels beside their points: the nearest place that meets neither a point nor another label.</summary>
internal sealed class LabelLayout(double left, double top, double right, double bottom, IReadOnlyList<(double X, double Y)> points)
{
    private const double Dot = 11;
    private readonly List<(double X, double Y, double W, double H)> _taken = [.. points.Select(p => (p.X - Dot, p.Y - Dot, 2 * Dot, 2 * Dot))];

    internal sealed record Placed(double X, double Y, (double X, double Y)? Leader);

    public IReadOnlyList<(double X, double Y, double W, double H)> Labels => _taken[points.Count..];

    public Placed Place(double x, double y, double width, double height)
    {
        var best = Candidates(x, y, width, height)
            .Select((c, order) => (c.X, c.Y, Cost: Overlap(c.X, c.Y, width, height) * 100 + order))
            .MinBy(c => c.Cost);
        _taken.Add((best.X, best.Y, width, height));
        var nearX = Math.Clamp(x, best.X, best.X + width);
        var nearY = Math.Clamp(y, best.Y, best.Y + height);
        return new(best.X, best.Y, Math.Abs(nearX - x) + Math.Abs(nearY - y) > 26 ? (nearX, nearY) : null);
    }

    private IEnumerable<(double X, double Y)> Candidates(double x, double y, double width, double height)
    {
        for (var away = 14.0; away < Math.Max(right - left, bottom - top); away += 12)
        {
            yield return Inside(x + away, y - height / 2);
            yield return Inside(x - away - width, y - height / 2);
            yield return Inside(x - width / 2, y - away - height);
            yield return Inside(x - width / 2, y + away);
            yield return Inside(x + away * 0.7, y - away * 0.7 - height);
            yield return Inside(x + away * 0.7, y + away * 0.7);
            yield return Inside(x - away * 0.7 - width, y - away * 0.7 - height);
            yield return Inside(x - away * 0.7 - width, y + away * 0.7);
        }

        (double X, double Y) Inside(double cx, double cy) =>
            (Math.Clamp(cx, left, Math.Max(left, right - width)), Math.Clamp(cy, top, Math.Max(top, bottom - height)));
    }

    private double Overlap(double x, double y, double width, double height) => _taken.Sum(t =>
        Math.Max(0, Math.Min(x + width, t.X + t.W) - Math.Max(x, t.X)) * Math.Max(0, Math.Min(y + height, t.Y + t.H) - Math.Max(y, t.Y)));
}
