using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

internal sealed class BudgetLedger(Database database, IMemberCount members, IOptions<CostOptions> options, CostClock clock, BudgetAlerts alerts, CostMetrics metrics) : IBudgetLedger
{
    private const string Place = """
        select charged_month, expires, lacking_scope, lacking_id, left_micros
        from place_hold($1, $2, $3::uuid, $4, $5, $6, $7::bigint, coalesce($8::timestamptz, now()), $9)
        """;

    public async Task<HoldResult> HoldAsync(CostScope scope, long micros, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(micros);
        var id = Guid.CreateVersion7();
        var batch = database.Batch([scope.WorkspaceId]);
        var answer = batch.Query<Placed>(
            Place, id, scope.WorkspaceId, scope.CampaignId, scope.RunId, micros, options.Value.MonthlyLimitPerMemberUsd, members.Fixed, clock.Fixed, options.Value.HoldLifetime);
        try
        {
            await batch.SendAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It may have been placed before that was heard.
            await ReleaseAsync(scope.WorkspaceId, id, CancellationToken.None);
            throw;
        }
        var placed = answer[0];
        return placed.LackingScope is { } lacking
            ? new(null, new(BudgetScopes.Parse(lacking), placed.LackingId!, placed.LeftMicros!.Value, micros - placed.LeftMicros.Value))
            : new(new(id, scope, placed.ChargedMonth, micros, placed.Expires), null);
    }

    public async Task SettleAsync(Hold hold, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        var workspace = hold.Scope.WorkspaceId;
        var batch = database.Batch([workspace]);
        SettlementLock.TakeShared(batch, workspace);
        var booked = CostBook.Settle(batch, hold, entry, answer, clock.Fixed);
        var told = entry.CostMicros == 0 ? [] : alerts.Write(batch, BudgetKeys.Of(hold));
        await batch.SendAsync(cancellationToken);
        if (booked.Count > 0)
            metrics.Booked(entry);
        alerts.Tell(workspace, told);
    }

    public async Task NoteAsync(CostScope scope, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entry.CostMicros, 0);
        var batch = database.Batch([scope.WorkspaceId]);
        CostBook.Write(batch, scope, entry, answer, clock.Fixed);
        await batch.SendAsync(cancellationToken);
        metrics.Booked(entry);
    }

    public Task ReleaseAsync(Hold hold, CancellationToken cancellationToken) => ReleaseAsync(hold.Scope.WorkspaceId, hold.Id, cancellationToken);

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

    private Task ReleaseAsync(Guid workspaceId, Guid hold, CancellationToken cancellationToken)
    {
        var batch = database.Batch([workspaceId]);
        batch.Query("select release_hold($1)", hold);
        return batch.SendAsync(cancellationToken);
    }

    private sealed record Placed
    {
        public string ChargedMonth { get; init; } = "";
        public DateTimeOffset Expires { get; init; }
        public string? LackingScope { get; init; }
        public string? LackingId { get; init; }
        public long? LeftMicros { get; init; }
    }
}
