using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

internal sealed class BudgetLedger(Database database, IMemberCount members, IOptions<CostOptions> options, CostClock clock) : IBudgetLedger
{
    public async Task<HoldResult> HoldAsync(CostScope scope, long micros, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var now = await clock.NowAsync(transaction, cancellationToken);
        var hold = new Hold(Guid.CreateVersion7(now), scope, BudgetScopes.Month(now), micros, now + options.Value.HoldLifetime);
        var parameters = new
        {
            hold.Id,
            scope.WorkspaceId,
            hold.Month,
            scope.CampaignId,
            scope.RunId,
            Amount = micros,
            DefaultLimit = await DefaultLimitAsync(transaction, scope.WorkspaceId, cancellationToken),
            Now = now,
            hold.ExpiresAt,
        };
        var (lackingScope, lackingId, left) = await transaction.Connection.QuerySingleAsync<(string?, string?, long?)>(new CommandDefinition(
            """
            select lacking_scope, lacking_id, left_micros
            from place_hold(@Id, @WorkspaceId, @Month, @CampaignId::uuid, @RunId, @Amount, @DefaultLimit, @Now, @ExpiresAt)
            """, parameters, cancellationToken: cancellationToken));
        if (lackingScope is not null)
            return new(null, new(BudgetScopes.Parse(lackingScope), lackingId!, left!.Value, micros - left.Value));
        await transaction.CommitAsync(cancellationToken);
        return new(hold, null);
    }

    public async Task SettleAsync(Hold hold, CostEntry entry, CancellationToken cancellationToken)
    {
        var scope = hold.Scope;
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var booked = await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into cost_entries (id, workspace_id, user_id, campaign_id, run_id, task_id, agent_code, model, provider,
                                      input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_micros, estimated, at)
            values (@Id, @WorkspaceId, @UserId, @CampaignId, @RunId, @TaskId, @AgentCode, @Model, @Provider,
                    @InputTokens, @CachedInputTokens, @OutputTokens, @ReasoningTokens, @CostMicros, @Estimated, @At)
            on conflict (id) do nothing
            """,
            new
            {
                hold.Id, scope.WorkspaceId, scope.UserId, scope.CampaignId, scope.RunId, scope.TaskId, scope.AgentCode, entry.Model, entry.Provider,
                entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.ReasoningTokens, entry.CostMicros, entry.Estimated, At = await clock.NowAsync(transaction, cancellationToken),
            },
            cancellationToken: cancellationToken));
        if (booked == 0)
            return;
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            select release_hold(@Id);
            update budgets set spent_micros = spent_micros + @CostMicros
                where id in (select id from lock_budgets(@WorkspaceId, @Month, @CampaignId::uuid, @RunId));
            """,
            new { hold.Id, entry.CostMicros, scope.WorkspaceId, hold.Month, scope.CampaignId, scope.RunId }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ReleaseAsync(Hold hold, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(hold.Scope.WorkspaceId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition("select release_hold(@Id)", new { hold.Id }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<long> RemainingAsync(CostScope scope, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var defaultLimit = await DefaultLimitAsync(transaction, scope.WorkspaceId, cancellationToken);
        var left = await transaction.Connection.QueryAsync<(bool IsMonth, long Left)>(new CommandDefinition(
            """
            select scope = 'workspace_month', coalesce(limit_micros, @defaultLimit) - spent_micros - held_micros
            from budgets
            where workspace_id = @WorkspaceId
              and ((scope = 'workspace_month' and scope_id = @month) or (scope = 'campaign' and scope_id = @campaign) or (scope = 'run' and scope_id = @run))
            """,
            new { defaultLimit, scope.WorkspaceId, month = BudgetScopes.Month(await clock.NowAsync(transaction, cancellationToken)), campaign = scope.CampaignId?.ToString(), run = scope.RunId.ToString() },
            cancellationToken: cancellationToken));
        var budgets = left.AsList();
        var least = budgets.Exists(budget => budget.IsMonth) ? long.MaxValue : defaultLimit;
        return Math.Max(0, budgets.Aggregate(least, (minimum, budget) => Math.Min(minimum, budget.Left)));
    }

    public async Task<int> ReapExpiredAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(workspaceId, cancellationToken);
        var reaped = await transaction.Connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select reap_holds(@workspaceId, @now)", new { workspaceId, now = await clock.NowAsync(transaction, cancellationToken) }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return reaped;
    }

    public async Task<IReadOnlyList<Guid>> FindExpiredAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginSweepAsync(cancellationToken);
        var workspaces = await transaction.Connection.QueryAsync<Guid>(new CommandDefinition(
            "select distinct workspace_id from budget_holds where expires_at <= @now", new { now = await clock.NowAsync(transaction, cancellationToken) }, cancellationToken: cancellationToken));
        return workspaces.AsList();
    }

    private async Task<long> DefaultLimitAsync(Scope transaction, Guid workspaceId, CancellationToken cancellationToken) =>
        Money.FromUsd(options.Value.MonthlyLimitPerMemberUsd * await members.CountAsync(transaction, workspaceId, cancellationToken));
}
