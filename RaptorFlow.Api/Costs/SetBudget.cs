using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class SetBudget
{
    /// <param name="scope">workspace_month, campaign or run.</param>
    /// <param name="id">The month as 2026-11, or current; the id of the campaign or run.</param>
    /// <param name="request">The limit.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="budgets">The limits there are.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public static async Task<Results<Ok<BudgetView>, Problem>> HandleAsync(
        string scope, string id, BudgetRequest request, WorkspaceContext workspace, IBudgets budgets, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var limit = BudgetInput.Micros(request, fields);
        var target = await BudgetInput.TargetAsync(workspace.WorkspaceId, scope, id, budgets, fields, cancellationToken);
        if (fields.Problem is { } problem)
            return problem;
        var (kind, key) = target!.Value;
        await budgets.SetLimitAsync(workspace.WorkspaceId, kind, key, limit, cancellationToken, workspace);
        return TypedResults.Ok(BudgetView.Of((await budgets.FindAsync(workspace.WorkspaceId, kind, key, cancellationToken))!));
    }
}

internal static class RemoveBudget
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(string scope, string id, WorkspaceContext workspace, IBudgets budgets, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var target = await BudgetInput.TargetAsync(workspace.WorkspaceId, scope, id, budgets, fields, cancellationToken);
        if (fields.Problem is { } problem)
            return problem;
        var (kind, key) = target!.Value;
        if (await budgets.FindAsync(workspace.WorkspaceId, kind, key, cancellationToken) is not { } budget)
            return Problem.NotFound("budget");
        if (!budget.IsDefault)
            await budgets.SetLimitAsync(workspace.WorkspaceId, kind, key, null, cancellationToken, workspace);
        return TypedResults.NoContent();
    }
}
