using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>That a share of a budget is spent.</summary>
public sealed record BudgetAlert
{
    public required Guid Id { get; init; }

    public required BudgetScope Scope { get; init; }

    /// <summary>The month as <c>2026-11</c>, or the id of the campaign or run.</summary>
    public required string ScopeId { get; init; }

    /// <summary>How much of the limit was spent at least.</summary>
    public required int Percent { get; init; }

    /// <summary>The limit at the time; a limit that changes is told of anew.</summary>
    public required long LimitMicros { get; init; }

    /// <summary>What was spent at the time.</summary>
    public required long SpentMicros { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Tells, once for each budget, limit and percentage, that so much is spent.</summary>
public sealed partial class BudgetAlerts
{
    // The rows of the budgets are locked by whoever asks, so that all who settle see each other's spending; the unique key does the rest.
    private const string Insert = """
        insert into budget_alerts (id, workspace_id, scope, scope_id, percent, limit_micros, spent_micros, at)
        select gen_random_uuid(), b.workspace_id, b.scope, b.scope_id, p.percent, l.limit_micros, b.spent_micros, coalesce($8::timestamptz, now())
        from (select member_limit($1, $5, $6::bigint) as default_limit offset 0) d
        cross join (values ('workspace_month', $2::text), ('campaign', $3::text), ('run', $4::text)) as k (scope, scope_id)
        join budgets b on b.workspace_id = $1 and b.scope = k.scope and b.scope_id = k.scope_id
        cross join lateral (select budget_limit(b, d.default_limit) as limit_micros) l
        cross join unnest($7::int[]) as p (percent)
        where b.spent_micros > 0 and b.spent_micros::numeric * 100 >= l.limit_micros::numeric * p.percent
        on conflict do nothing
        returning id, scope, scope_id, percent, limit_micros, spent_micros, at
        """;

    private const string Page = """
        select id, scope, scope_id, percent, limit_micros, spent_micros, at from budget_alerts
        where @Id::uuid is null or (at, id) < (@At, @Id)
        order by at desc, id desc limit @Limit
        """;

    private readonly Database _database;
    private readonly CostMetrics _metrics;
    private readonly ILogger<BudgetAlerts> _logger;
    private readonly CostOptions _options;
    private readonly int[] _percents;
    private readonly IMemberCount _members;
    private readonly CostClock _clock;

    internal BudgetAlerts(Database database, IOptions<CostOptions> options, IMemberCount members, CostClock clock, CostMetrics metrics, ILogger<BudgetAlerts> logger)
    {
        _database = database;
        _options = options.Value;
        _members = members;
        _clock = clock;
        _metrics = metrics;
        _logger = logger;
        _percents = [.. options.Value.Alerts];
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<BudgetAlert>> ListAsync(Guid workspaceId, TimeCursor? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return [.. (await scope.QueryAsync<Row>(Page, new { before?.Id, At = before?.At ?? default, Limit = limit }, cancellationToken)).Select(r => r.Alert)];
    }

    /// <summary>Writes what is due on the budgets named, in the transaction that made it due; the list is of what was written once the batch is sent.</summary>
    internal IReadOnlyList<Row> Write(StatementBatch batch, BudgetKeys keys) =>
        batch.Query<Row>(Insert, keys.WorkspaceId, keys.Month, keys.CampaignId, keys.RunId, _options.MonthlyLimitPerMemberUsd, _members.Fixed, _percents, _clock.Fixed);

    /// <summary>Tells of what was written; after the commit.</summary>
    internal void Tell(Guid workspaceId, IReadOnlyList<Row> written)
    {
        foreach (var alert in written.Select(row => row.Alert).OrderBy(alert => alert.Percent))
        {
            _metrics.Alerted(alert);
            LogAlert(workspaceId, alert.Scope.Describe(), alert.ScopeId, alert.Percent, alert.LimitMicros, alert.SpentMicros);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Workspace {Workspace}: {Scope} {Id} has spent {Percent} % of its limit of {LimitMicros} micro-dollars: {SpentMicros}")]
    private partial void LogAlert(Guid workspace, string scope, string id, int percent, long limitMicros, long spentMicros);

    internal sealed record Row
    {
        public Guid Id { get; init; }
        public string Scope { get; init; } = "";
        public string ScopeId { get; init; } = "";
        public short Percent { get; init; }
        public long LimitMicros { get; init; }
        public long SpentMicros { get; init; }
        public DateTimeOffset At { get; init; }

        public BudgetAlert Alert => new() { Id = Id, Scope = BudgetScopes.Parse(Scope), ScopeId = ScopeId, Percent = Percent, LimitMicros = LimitMicros, SpentMicros = SpentMicros, At = At };
    }
}

/// <summary>The budgets that something counts against, by their keys.</summary>
internal sealed record BudgetKeys(Guid WorkspaceId, string? Month, string? CampaignId, string? RunId)
{
    public static BudgetKeys Of(Hold hold) => new(hold.Scope.WorkspaceId, hold.Month, hold.Scope.CampaignId?.ToString(), hold.Scope.RunId.ToString());

    public static BudgetKeys Of(Guid workspaceId, BudgetScope scope, string id) => scope switch
    {
        BudgetScope.WorkspaceMonth => new(workspaceId, id, null, null),
        BudgetScope.Campaign => new(workspaceId, null, id, null),
        _ => new(workspaceId, null, null, id),
    };
}
