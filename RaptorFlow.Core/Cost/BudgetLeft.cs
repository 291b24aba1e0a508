using System.Globalization;

namespace RaptorFlow.Core.Cost;

/// <summary>What is left of a budget.</summary>
/// <param name="Scope">What it limits.</param>
/// <param name="Id">The month, or the campaign's or the run's id.</param>
/// <param name="LimitMicros">What may be spent in all.</param>
/// <param name="SpentMicros">What was booked.</param>
/// <param name="HeldMicros">What calls under way may come to at most.</param>
public sealed record BudgetLeft(BudgetScope Scope, string Id, long LimitMicros, long SpentMicros, long HeldMicros)
{
    /// <summary>What may still be held; below 0 where the limit was lowered.</summary>
    public long LeftMicros => LimitMicros - SpentMicros - HeldMicros;

    /// <summary>What is not spent, in percent of the limit, 0 to 100. What is held counts as there: most of it comes back.</summary>
    public decimal Percent => LimitMicros <= 0 ? 0 : Math.Max(0, 100m * (LimitMicros - SpentMicros) / LimitMicros);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.#} % of {Scope.Describe()} {Id}");
}

internal static class BudgetsLeft
{
    /// <summary>The least that is left in any of them; 0 or more.</summary>
    public static long Least(this IReadOnlyList<BudgetLeft> budgets) => Math.Max(0, budgets.Min(budget => budget.LeftMicros));
}
