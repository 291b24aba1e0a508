using System.Globalization;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Api.Costs;

/// <summary>A limit as it is sent: <c>limit</c> or <c>limit_micros</c>.</summary>
/// <param name="Limit">In dollars.</param>
/// <param name="LimitMicros">In micro-dollars (1 USD = 1,000,000), 0 or more; 0 runs on the deterministic core alone.</param>
internal sealed record BudgetRequest(LimitAmount? Limit, long? LimitMicros);

/// <param name="Amount">0 or more, with at most six decimals.</param>
/// <param name="Currency">USD, the one that models are paid in.</param>
internal sealed record LimitAmount(decimal? Amount, string? Currency);

/// <summary>Reads which budget is meant, and its limit.</summary>
internal static class BudgetInput
{
    public const string CurrentMonth = "current";
    private const string Dollars = "USD";
    private const long MostUsd = 1_000_000_000;

    public static BudgetScope? Scope(string name, FieldErrors fields)
    {
        if (BudgetScopes.TryParse(name, out var scope))
            return scope;
        fields.Add("scope", "Is workspace_month, campaign or run.");
        return null;
    }

    /// <summary>The budget's id as it is stored; null when something is wrong with it.</summary>
    public static async Task<(BudgetScope Scope, string Id)?> TargetAsync(Guid workspaceId, string scope, string id, IBudgets budgets, FieldErrors fields, CancellationToken cancellationToken)
    {
        if (Scope(scope, fields) is not { } kind)
            return null;
        if (kind == BudgetScope.WorkspaceMonth)
            return Month(id, await budgets.MonthAsync(workspaceId, cancellationToken), fields) is { } month ? (kind, month) : null;
        if (Guid.TryParse(id, out var of) && await budgets.ExistsAsync(workspaceId, kind, of, cancellationToken))
            return (kind, of.ToString());
        fields.Add("id", $"There is no such {scope} in this workspace.");
        return null;
    }

    /// <summary>The limit in micro-dollars.</summary>
    public static long? Micros(BudgetRequest request, FieldErrors fields)
    {
        if (request.Limit is not null == request.LimitMicros is not null)
        {
            fields.Add("limit", "Is needed, or limit_micros, and not both.");
            return null;
        }
        if (request.LimitMicros is { } micros)
        {
            if (micros is < 0 or > MostUsd * Money.MicrosPerUsd)
                fields.Add("limit_micros", $"Lies between 0 and {MostUsd * Money.MicrosPerUsd}.");
            return micros;
        }
        if (request.Limit!.Currency != Dollars)
            fields.Add("limit.currency", "Is USD: models are paid in dollars, and rates change.");
        if (request.Limit.Amount is not (>= 0 and <= MostUsd))
            fields.Add("limit.amount", $"Lies between 0 and {MostUsd}.");
        else if (decimal.Round(request.Limit.Amount.Value, 6) == request.Limit.Amount.Value)
            return Money.FromUsd(request.Limit.Amount.Value);
        else
            fields.Add("limit.amount", "Has more than six decimals.");
        return null;
    }

    private static string? Month(string id, string current, FieldErrors fields)
    {
        if (id == CurrentMonth)
            return current;
        if (!DateOnly.TryParseExact(id, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            fields.Add("id", "Is a month as 2026-11, or current.");
        else if (string.CompareOrdinal(id, current) < 0)
            fields.Add("id", $"Is a month that is past; this is {current}.");
        else
            return id;
        return null;
    }
}
