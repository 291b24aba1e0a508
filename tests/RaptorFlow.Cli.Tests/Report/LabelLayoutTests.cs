using RaptorFlow.Cli.Report.Figures;

namespace RaptorFlow.Cli.Tests.Report;

public class LabelLayoutTests
{
    [Fact]
    public void Place_CrowdedPoints_LabelsMeetNeitherEachOtherNorAPoint()
    {
        var points = Enumerable.Range(0, 12).Select(i => (X: 600.0 + i % 4 * 12, Y: 60.0 + i / 4 * 12)).ToList();
        var layout = new LabelLayout(40, 40, 720, 480, points);
        foreach (var (x, y) in points)
            layout.Place(x, y, 110, 18);

        var labels = layout.Labels;
        Assert.Equal(12, labels.Count);
        Assert.All(labels, l => Assert.True(l.X >= 40 && l.Y >= 40 && l.X + l.W <= 720 && l.Y + l.H <= 480));
        for (var i = 0; i < labels.Count; i++)
        {
            Assert.DoesNotContain(labels.Skip(i + 1), other => Meet(labels[i], other));
            Assert.DoesNotContain(points, p => Meet(labels[i], (p.X - 6, p.Y - 6, 12, 12)));
        }
    }

    [Fact]
    public void Place_LonelyPoint_LabelStandsBesideItWithoutALeader()
    {
        var placed = new LabelLayout(0, 0, 700, 400, [(300, 200)]).Place(300, 200, 80, 18);

        Assert.Equal((314, 191), (placed.X, placed.Y));
        Assert.Null(placed.Leader);
    }

    private static bool Meet((double X, double Y, double W, double H) a, (double X, double Y, double W, double H) b) =>
        a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H;
}
