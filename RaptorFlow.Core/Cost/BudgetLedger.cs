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

    // A month has a limit before anything is spent in it, the others only one of their own.
    private const string Left = """
        select k.scope, k.scope_id, coalesce(b.limit_micros, member_limit($1, $5, $6::bigint)) as limit_micros, coalesce(b.spent_micros, 0) as spent_micros, coalesce(b.held_micros, 0) as held_micros
        from (values ('workspace_month', to_char(coalesce($4::timestamptz, now()) at time zone 'UTC', 'YYYY-MM')), ('campaign', $2::uuid::text), ('run', $3::uuid::text)) as k (scope, scope_id)
        left join budgets b on b.workspace_id = $1 and b.scope = k.scope and b.scope_id = k.scope_id
        where k.scope = 'workspace_month' or b.limit_micros is not null
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
        var batch = database.Batch([scope.WorkspaceId]);
        var rows = batch.Query<Standing>(Left, scope.WorkspaceId, scope.CampaignId, scope.RunId, clock.Fixed, options.Value.MonthlyLimitPerMemberUsd, members.Fixed);
        await batch.SendAsync(cancellationToken);
        return [.. rows.Select(row => new BudgetLeft(BudgetScopes.Parse(row.Scope), row.ScopeId, row.LimitMicros, row.SpentMicros, row.HeldMicros))];
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

    private sealed record Standing
    {
        public string Scope { get; init; } = "";
        public string ScopeId { get; init; } = "";
        public long LimitMicros { get; init; }
        public long SpentMicros { get; init; }
        public long HeldMicros { get; init; }
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
