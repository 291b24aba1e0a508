using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cost;

/// <summary>Below which percentage left of any of its budgets a call no longer goes to a tier, but to the next cheaper one.</summary>
public sealed class Thrift
{
    /// <summary>0 to 100; 0: as long as the money lasts.</summary>
    public decimal Premium { get; set; } = 20;

    /// <summary>0 to 100; 0: as long as the money lasts.</summary>
    public decimal Balanced { get; set; } = 10;

    public decimal Below(ModelTier tier) => tier switch
    {
        ModelTier.Economy => 0,
        ModelTier.Balanced => Balanced,
        ModelTier.Premium => Premium,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };

    /// <summary>The tier that can be had for one that is asked for, and the budget that has too little left for that one; null when all have enough.</summary>
    public (ModelTier Tier, BudgetLeft? Scarce) Afford(ModelTier asked, IReadOnlyList<BudgetLeft> budgets)
    {
        var scarcest = budgets.MinBy(budget => budget.Percent)!;
        var tier = asked;
        while (scarcest.Percent < Below(tier))
            tier--;
        return (tier, tier == asked ? null : scarcest);
    }
}
