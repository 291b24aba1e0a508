using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

internal sealed class Budgets(Database database, IMemberCount members, IOptions<CostOptions> options, CostClock clock) : IBudgets
{
    public async Task SetLimitAsync(Guid workspaceId, BudgetScope scope, string scopeId, long? limitMicros, CancellationToken cancellationToken)
    {
        if (limitMicros is < 0 || (limitMicros is null && scope != BudgetScope.WorkspaceMonth))
            throw new ArgumentOutOfRangeException(nameof(limitMicros), limitMicros, "A limit is 0 or more; only a workspace's month has a default to return to.");
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        // A month's row exists from its first hold, so that only a campaign or run has a past to count.
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into budgets (id, workspace_id, scope, scope_id, limit_micros, spent_micros)
            values (@id, @workspaceId, @scope, @scopeId, @limitMicros, (
                select coalesce(sum(cost_micros), 0)::bigint from cost_entries
                where workspace_id = @workspaceId
                  and ((@scope = 'campaign' and campaign_id::text = @scopeId) or (@scope = 'run' and run_id::text = @scopeId))))
            on conflict (workspace_id, scope, scope_id) do update set limit_micros = excluded.limit_micros
            """,
            new { id = Guid.CreateVersion7(), workspaceId, scope = scope.Column(), scopeId, limitMicros },
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Budget>> ListAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        var defaultLimit = Money.FromUsd(options.Value.MonthlyLimitPerMemberUsd * await members.CountAsync(transaction, workspaceId, cancellationToken));
        var rows = await transaction.Connection.QueryAsync<(string Scope, string ScopeId, long? Limit, long Spent, long Held)>(new CommandDefinition(
            "select scope, scope_id, limit_micros, spent_micros, held_micros from budgets where workspace_id = @workspaceId order by scope, scope_id desc",
            new { workspaceId }, cancellationToken: cancellationToken));
        var budgets = rows.Select(row => new Budget(BudgetScopes.Parse(row.Scope), row.ScopeId, row.Limit ?? defaultLimit, row.Spent, row.Held)).ToList();
        var month = BudgetScopes.Month(await clock.NowAsync(transaction, cancellationToken));
        if (!budgets.Exists(budget => budget.Scope == BudgetScope.WorkspaceMonth && budget.ScopeId == month))
            budgets.Insert(0, new(BudgetScope.WorkspaceMonth, month, defaultLimit, 0, 0));
        return budgets;
    }
}
