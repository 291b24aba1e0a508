namespace RaptorFlow.Guild.Research.Market;

/// <summary>Tells whether a number follows from others by the arithmetic of this guild: products, shares and compound growth.</summary>
internal static class Arithmetic
{
    private const double Rounding = 0.006;
    private const int MostFigures = 8;

    /// <summary>Whether an amount is one of a sum's values multiplied by one value each of some of the others.</summary>
    /// <param name="amount">What is to follow.</param>
    /// <param name="money">The sum's values.</param>
    /// <param name="others">Counts, times and shares, each with its values.</param>
    /// <param name="alone">Whether the sum may stand without any of them.</param>
    public static bool IsProduct(decimal amount, IReadOnlyList<decimal> money, IReadOnlyList<IReadOnlyList<decimal>> others, bool alone) =>
        Products(others, 0).Where(p => alone || p is not null).Any(p => money.Any(m => Near((double)amount, (double)m * (p ?? 1))));

    /// <summary>Whether a number is a product, a percentage or a yearly rate of the figures.</summary>
    public static bool Follows(decimal number, IReadOnlyList<decimal> figures, IReadOnlyList<decimal> years, IReadOnlyList<decimal> times)
    {
        var value = (double)number;
        var few = figures.Take(MostFigures).ToList();
        if (Products([.. few.Concat(times).Select(f => (IReadOnlyList<decimal>)[f])], 0).Any(p => p is { } product && Near(value, product)))
            return true;
        var gaps = years.SelectMany(a => years.Select(b => (double)Math.Abs(a - b))).Where(g => g > 0).Distinct().ToList();
        return few.SelectMany(a => few.Select(b => (First: (double)a, Last: (double)b))).Where(p => p.First > 0 && p.Last > 0)
            .Any(p => Close(value, p.Last / p.First * 100) || gaps.Exists(g => Close(value, Math.Abs(Math.Pow(p.Last / p.First, 1 / g) - 1) * 100)));
    }

    private static IEnumerable<double?> Products(IReadOnlyList<IReadOnlyList<decimal>> inputs, int from)
    {
        if (from == inputs.Count)
            return [null];
        return Products(inputs, from + 1).SelectMany(rest => inputs[from].Select(v => (double?)((rest ?? 1) * (double)v)).Prepend(rest));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= Rounding * Math.Max(Math.Abs(a), Math.Abs(b));

    // Rates are written with one or two digits after the point.
    private static bool Close(double a, double b) => Math.Abs(a - b) <= 0.06;
}
