namespace RaptorFlow.Council.Architect;

/// <summary>Shares in ten-thousandths that add up to 1 exactly, by largest remainder; earlier steps win ties.</summary>
internal static class BudgetShares
{
    private const int Units = 10_000;

    public static IReadOnlyList<decimal> Of(IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        if (weights.Count == 0 || total <= 0)
            return [.. weights.Select(_ => 0m)];
        var exact = weights.Select(w => w / total * Units).ToList();
        var units = exact.Select(e => (int)Math.Floor(e)).ToList();
        var missing = Units - units.Sum();
        foreach (var index in Enumerable.Range(0, exact.Count).OrderByDescending(i => exact[i] - units[i]).ThenBy(i => i).Take(missing))
            units[index]++;
        return [.. units.Select(u => (decimal)u / Units)];
    }
}
