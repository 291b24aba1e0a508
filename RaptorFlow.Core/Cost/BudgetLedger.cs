using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

internal sealed class BudgetLedger(Database database, IMemberCount members, IOptions<CostOptions> options, CostClock clock, BudgetAlerts alerts, CostMetrics metrics) : IBudgetLedger
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
            DefaultLimit = await members.DefaultLimitAsync(options.Value, transaction, scope.WorkspaceId, cancellationToken),
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

    public async Task SettleAsync(Hold hold, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        var scope = hold.Scope;
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        await SettlementLock.TakeSharedAsync(transaction, scope.WorkspaceId, cancellationToken);
        var now = await clock.NowAsync(transaction, cancellationToken);
        var booked = await CostBook.WriteAsync(transaction, hold.Id, scope, entry, now, cancellationToken);
        if (booked == 0)
            return;
        await transaction.Connection.ExecuteAsync(new CommandDefinition(
            """
            select release_hold(@Id);
            update budgets set spent_micros = spent_micros + @CostMicros
                where id in (select id from lock_budgets(@WorkspaceId, @Month, @CampaignId::uuid, @RunId));
            """,
            new { hold.Id, entry.CostMicros, scope.WorkspaceId, hold.Month, scope.CampaignId, scope.RunId }, cancellationToken: cancellationToken));
        var told = entry.CostMicros == 0
            ? []
            : await alerts.WriteAsync(transaction, BudgetKeys.Of(hold), await members.DefaultLimitAsync(options.Value, transaction, scope.WorkspaceId, cancellationToken), now, cancellationToken);
        if (answer is not null)
            await RecordedAnswers.KeepAsync(transaction, scope, answer, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Booked(entry);
        alerts.Tell(scope.WorkspaceId, told);
    }

    public async Task NoteAsync(CostScope scope, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entry.CostMicros, 0);
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var now = await clock.NowAsync(transaction, cancellationToken);
        await CostBook.WriteAsync(transaction, Guid.CreateVersion7(now), scope, entry, now, cancellationToken);
        if (answer is not null)
            await RecordedAnswers.KeepAsync(transaction, scope, answer, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        metrics.Booked(entry);
    }

    public async Task ReleaseAsync(Hold hold, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(hold.Scope.WorkspaceId, cancellationToken);
        await transaction.Connection.ExecuteAsync(new CommandDefinition("select release_hold(@Id)", new { hold.Id }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<BudgetLeft>> LeftAsync(CostScope scope, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var defaultLimit = await members.DefaultLimitAsync(options.Value, transaction, scope.WorkspaceId, cancellationToken);
        var month = BudgetScopes.Month(await clock.NowAsync(transaction, cancellationToken));
        var rows = await transaction.QueryAsync<(string Scope, string Id, long? Limit, long Spent, long Held)>(
            """
            select scope, scope_id, limit_micros, spent_micros, held_micros
            from budgets
            where workspace_id = @WorkspaceId and (scope = 'workspace_month' or limit_micros is not null)
              and ((scope = 'workspace_month' and scope_id = @month) or (scope = 'campaign' and scope_id = @campaign) or (scope = 'run' and scope_id = @run))
            """,
            new { scope.WorkspaceId, month, campaign = scope.CampaignId?.ToString(), run = scope.RunId.ToString() }, cancellationToken);
        List<BudgetLeft> left = [.. rows.Select(row => new BudgetLeft(BudgetScopes.Parse(row.Scope), row.Id, row.Limit ?? defaultLimit, row.Spent, row.Held))];
        if (!left.Exists(budget => budget.Scope == BudgetScope.WorkspaceMonth))
            left.Add(new(BudgetScope.WorkspaceMonth, month, defaultLimit, 0, 0));
        return left;
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
}
