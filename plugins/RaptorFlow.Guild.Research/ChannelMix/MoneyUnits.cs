using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>Divides money and shares so that the parts add up to the whole exactly.</summary>
internal static class MoneyUnits
{
    private static readonly Lazy<MoneyData> Data = new(() => DataFile.Load<MoneyData>("ChannelMix/money.yaml"));

    /// <summary>The smallest amount the currency has: 0.01 USD, 1 JPY.</summary>
    public static decimal Unit(string currency) => Data.Value.MinorDigits.GetValueOrDefault(currency, 2) switch
    {
        0 => 1m,
        3 => 0.001m,
        _ => 0.01m,
    };

    /// <summary>A rough worth in USD for comparison with planning assumptions; null for currencies not in the table.</summary>
    public static decimal? RoughUsd(Money? money) =>
        money is not null && Data.Value.RoughUsd.TryGetValue(money.Currency, out var worth) ? money.Amount * worth : null;

    /// <summary>Rounds to the currency's smallest unit, never above the amount.</summary>
    public static Money Whole(Money money)
    {
        var unit = Unit(money.Currency);
        return money with { Amount = Math.Floor(money.Amount / unit) * unit };
    }

    /// <summary>
    /// Largest-remainder division (Hare quota): each part is a multiple of <paramref name="unit"/> and all add up to
    /// <paramref name="total"/>, itself a multiple of the unit.
    /// </summary>
    public static IReadOnlyList<decimal> Apportion(decimal total, IReadOnlyList<decimal> weights, decimal unit)
    {
        var sum = weights.Sum();
        if (sum <= 0)
            throw new ArgumentException("At least one weight must be above zero.", nameof(weights));
        var units = total / unit;
        var exact = weights.Select(w => units * w / sum).ToList();
        var parts = exact.Select(Math.Floor).ToList();
        var left = (int)(units - parts.Sum());
        foreach (var i in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i).Take(left))
            parts[i]++;
        return [.. parts.Select(p => p * unit)];
    }

    private sealed class MoneyData
    {
        public Dictionary<string, int> MinorDigits { get; init; } = [];

        public Dictionary<string, decimal> RoughUsd { get; init; } = [];
    }
}
