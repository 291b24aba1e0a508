using RaptorFlow.Guild.Research.Trends;

namespace RaptorFlow.Guild.Research.Tests.Trends;

public sealed class TheilSenTests
{
    [Fact]
    public void Slope_OfALine_IsItsOwn() => Assert.Equal(3, TheilSen.Slope([Yearly(1, 4, 7, 10)]), 1);

    [Fact]
    public void Slope_WithAnOutlier_StaysAsItWas() => Assert.Equal(3, TheilSen.Slope([Yearly(1, 4, 7, 10, 13, 16, 190)]), 1);

    [Fact]
    public void Slope_OfOnePoint_IsNone() => Assert.Equal(0, TheilSen.Slope([Yearly(5)]));

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 3.94)]
    [InlineData(new double[] { 1, 1, 1, 1 }, 0)]
    public void Z_OfASeries_IsMannKendalls(double[] values, double z) => Assert.Equal(z, MannKendall.Test([Yearly(values)]).Z, 2);

    private static IReadOnlyList<(DateOnly Day, double Value)> Yearly(params double[] values) => [.. values.Select((v, i) => (new DateOnly(2000 + i, 1, 1), v))];
}
