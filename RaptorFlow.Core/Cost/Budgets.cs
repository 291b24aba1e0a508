using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Cost;

internal sealed class Budgets(Database database, IMemberCount members, IOptions<CostOptions> options, CostClock clock, BudgetAlerts alerts) : IBudgets
{
    // A month's row exists from its first hold, so that only a campaign or run has a past to count.
    private const string Set = """
        insert into budgets (id, workspace_id, scope, scope_id, limit_micros, spent_micros)
        values (@Id, @WorkspaceId, @Scope, @ScopeId, @LimitMicros, (
            select coalesce(sum(cost_micros), 0)::bigint from cost_entries
            where workspace_id = @WorkspaceId
              and ((@Scope = 'campaign' and campaign_id::text = @ScopeId) or (@Scope = 'run' and run_id::text = @ScopeId))))
        on conflict (workspace_id, scope, scope_id) do update set limit_micros = excluded.limit_micros
        """;

    private const string Page = """
        select scope, scope_id, limit_micros, spent_micros, held_micros
        from (
            select scope, scope_id, limit_micros, spent_micros, held_micros from budgets where scope = 'workspace_month' or limit_micros is not null
            union all
            select 'workspace_month', @Month, null, 0, 0 where not exists (select from budgets where scope = 'workspace_month' and scope_id = @Month)
        ) b cross join lateral (select array_position(array['workspace_month', 'campaign', 'run'], b.scope) as place) p
        where (@Only::text is null or scope = @Only)
          and (@After::text is null or (-place, scope_id) < (-array_position(array['workspace_month', 'campaign', 'run'], @After), @AfterId))
        order by place, scope_id desc limit @Limit
        """;

    private const string Select = "select scope, scope_id, limit_micros, spent_micros, held_micros from budgets";

    public async Task SetLimitAsync(Guid workspaceId, BudgetScope scope, string scopeId, long? limitMicros, CancellationToken cancellationToken, WorkspaceContext? actor)
    {
        if (limitMicros < 0)
            throw new ArgumentOutOfRangeException(nameof(limitMicros), limitMicros, "A limit is 0 or more.");
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        // Alone: a settlement under way would count on the budget it does not see yet, and not be among the entries summed here.
        await SettlementLock.TakeAloneAsync(transaction, workspaceId, cancellationToken);
        var now = await clock.NowAsync(transaction, cancellationToken);
        await transaction.ExecuteAsync(Set, new { Id = Guid.CreateVersion7(now), WorkspaceId = workspaceId, Scope = scope.Column(), ScopeId = scopeId, LimitMicros = limitMicros }, cancellationToken);
        var batch = new StatementBatch(transaction);
        var told = alerts.Write(batch, BudgetKeys.Of(workspaceId, scope, scopeId));
        await batch.SendAsync(cancellationToken);
        if (actor is not null)
        {
            var (action, limit) = limitMicros is { } micros ? ("budget.limit_set", $":{micros}") : ("budget.limit_removed", "");
            await AuditLog.WriteAsync(transaction, new(action, actor.UserId, workspaceId, $"{scope.Column()}:{scopeId}{limit}"), now, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        alerts.Tell(workspaceId, told);
    }

    public Task<IReadOnlyList<Budget>> ListAsync(Guid workspaceId, CancellationToken cancellationToken) => PageAsync(workspaceId, null, null, int.MaxValue, cancellationToken);

    public async Task<IReadOnlyList<Budget>> PageAsync(Guid workspaceId, BudgetScope? only, BudgetCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        var defaultLimit = await members.DefaultLimitAsync(options.Value, transaction, workspaceId, cancellationToken);
        var rows = await transaction.QueryAsync<Row>(Page, new
        {
            Month = BudgetScopes.Month(await clock.NowAsync(transaction, cancellationToken)),
            Only = only?.Column(),
            After = after?.Scope.Column(),
            AfterId = after?.ScopeId,
            Limit = limit,
        }, cancellationToken);
        return [.. rows.Select(row => row.Budget(defaultLimit))];
    }

    public async Task<Budget?> FindAsync(Guid workspaceId, BudgetScope scope, string scopeId, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        var defaultLimit = await members.DefaultLimitAsync(options.Value, transaction, workspaceId, cancellationToken);
        var found = await transaction.FirstAsync<Row>($"{Select} where scope = @Scope and scope_id = @ScopeId", new { Scope = scope.Column(), ScopeId = scopeId }, cancellationToken);
        if (scope == BudgetScope.WorkspaceMonth)
            return found?.Budget(defaultLimit) ?? new(scope, scopeId, defaultLimit, 0, 0, true);
        return found?.LimitMicros is null ? null : found.Budget(defaultLimit);
    }

    public async Task<string> MonthAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        return BudgetScopes.Month(await clock.NowAsync(transaction, cancellationToken));
    }

    public async Task<bool> ExistsAsync(Guid workspaceId, BudgetScope scope, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        return await transaction.FirstAsync<bool>($"select exists (select from {(scope == BudgetScope.Campaign ? "campaigns" : "runs")} where id = @id)", new { id }, cancellationToken);
    }

    private sealed record Row
    {
        public string Scope { get; init; } = "";
        public string ScopeId { get; init; } = "";
        public long? LimitMicros { get; init; }
        public long SpentMicros { get; init; }
        public long HeldMicros { get; init; }

        public Budget Budget(long defaultLimit) => new(BudgetScopes.Parse(Scope), ScopeId, LimitMicros ?? defaultLimit, SpentMicros, HeldMicros, LimitMicros is null);
    }
}
