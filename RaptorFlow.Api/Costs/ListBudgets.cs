using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

/// <summary>A limit with what is spent. Money in micro-dollars (1 USD = 1,000,000).</summary>
/// <param name="Scope">workspace_month, campaign or run.</param>
/// <param name="Id">The month as <c>2026-11</c>, or the id of the campaign or run.</param>
/// <param name="LimitMicros">What may be spent.</param>
/// <param name="IsDefault">Whether the limit is the default, which follows the members.</param>
/// <param name="SpentMicros">What was spent.</param>
/// <param name="HeldMicros">What calls under way may cost at most.</param>
/// <param name="LeftMicros">What may be held yet; below zero when the limit was lowered or answers came late.</param>
internal sealed record BudgetView(BudgetScope Scope, string Id, long LimitMicros, bool IsDefault, long SpentMicros, long HeldMicros, long LeftMicros)
{
    public static BudgetView Of(Budget budget) => new(
        budget.Scope, budget.ScopeId, budget.LimitMicros, budget.IsDefault, budget.SpentMicros, budget.HeldMicros, budget.LimitMicros - budget.SpentMicros - budget.HeldMicros);
}

internal static class ListBudgets
{
    /// <param name="workspace">The tenant.</param>
    /// <param name="budgets">The limits there are.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="scope">Only workspace_month, campaign or run.</param>
    /// <param name="cursor">The page after this one.</param>
    /// <param name="limit">1 to 200.</param>
    public static async Task<Results<Ok<Page<BudgetView>>, Problem>> HandleAsync(
        WorkspaceContext workspace, IBudgets budgets, CancellationToken cancellationToken, string? scope = null, BudgetCursor? cursor = null, int limit = 50)
    {
        var fields = new FieldErrors();
        BudgetScope? only = scope is null ? null : BudgetInput.Scope(scope, fields);
        fields.Limit(limit);
        if (fields.Problem is { } problem)
            return problem;
        var found = await budgets.PageAsync(workspace.WorkspaceId, only, cursor, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of([.. found.Select(BudgetView.Of)], limit, b => new BudgetCursor(b.Scope, b.Id)));
    }
}
