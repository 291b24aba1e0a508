using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs.Events;

/// <summary>What the ledger says of a run's events.</summary>
internal interface IRunEventLog
{
    /// <summary>The events after a number, oldest first; null when the workspace has no such run.</summary>
    Task<RunLook?> LookAsync(Guid workspaceId, Guid runId, long after, int most, CancellationToken cancellationToken);

    /// <summary>The latest events, oldest first; null when the workspace has no such run.</summary>
    Task<RunLook?> LatestAsync(Guid workspaceId, Guid runId, int most, CancellationToken cancellationToken);
}

/// <param name="Events">Events in order.</param>
/// <param name="Over">The run is over, and nothing comes after these events unless it is redone.</param>
internal sealed record RunLook(IReadOnlyList<RunEvent> Events, bool Over);

/// <summary>Reads status and events in one statement, so that both are of one moment.</summary>
internal sealed class RunEventLog(Database database) : IRunEventLog
{
    private const string After = """
        select r.id as run_id, r.workspace_id, r.status, e.seq, e.type, e.task_id, e.step, e.at, e.data
        from runs r
        left join lateral (select * from run_events where run_id = r.id and seq > $2 order by seq limit $3) e on true
        where r.id = $1
        order by e.seq
        """;

    private const string Latest = """
        select r.id as run_id, r.workspace_id, r.status, e.seq, e.type, e.task_id, e.step, e.at, e.data
        from runs r
        left join lateral (select * from run_events where run_id = r.id order by seq desc limit $2) e on true
        where r.id = $1
        order by e.seq
        """;

    public async Task<RunLook?> LookAsync(Guid workspaceId, Guid runId, long after, int most, CancellationToken cancellationToken) =>
        await ReadAsync(workspaceId, After, [runId, after, most], cancellationToken) is { } look ? look with { Over = look.Over && look.Events.Count < most } : null;

    public Task<RunLook?> LatestAsync(Guid workspaceId, Guid runId, int most, CancellationToken cancellationToken) =>
        ReadAsync(workspaceId, Latest, [runId, most], cancellationToken);

    private async Task<RunLook?> ReadAsync(Guid workspaceId, string sql, object[] args, CancellationToken cancellationToken)
    {
        var batch = database.Batch([workspaceId]);
        var rows = batch.Query<Row>(sql, args);
        await batch.SendAsync(cancellationToken);
        // A run without events has one row all the same.
        return rows is [] ? null : new([.. rows.Where(row => row.Seq is not null).Select(row => row.ToEvent())], Statuses.IsTerminal(rows[0].Status));
    }

    private sealed record Row
    {
        public Guid RunId { get; init; }
        public Guid WorkspaceId { get; init; }
        public string Status { get; init; } = "";
        public long? Seq { get; init; }
        public string Type { get; init; } = "";
        public Guid? TaskId { get; init; }
        public string? Step { get; init; }
        public DateTimeOffset? At { get; init; }
        public JsonElement? Data { get; init; }

        public RunEvent ToEvent() => new() { Seq = Seq!.Value, RunId = RunId, WorkspaceId = WorkspaceId, Type = Type, TaskId = TaskId, Step = Step, At = At!.Value, Data = Data!.Value };
    }
}
