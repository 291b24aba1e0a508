using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>An agent host's dealings with the ledger: claim, extend, hand back, progress. Every change is guarded by the fence; a stale one changes nothing.</summary>
public sealed class TaskLedger(Database database)
{
    // A read: cheap enough to be asked often.
    private const string HeldSql = """
        select t.id from tasks t join unnest(@Ids, @Fences) as h (id, fence) on t.id = h.id and t.fence = h.fence where t.status = 'running'
        """;

    private const string ExtendSql = """
        with held as (
            select t.id from tasks t join unnest(@Ids, @Fences) as h (id, fence) on t.id = h.id and t.fence = h.fence
            where t.status = 'running' order by t.id for update of t
        )
        update tasks t set lease_until = now() + @Lease from held where t.id = held.id
        returning t.id
        """;

    private const string ReturnSql = """
        with held as (
            select t.id, t.fence, t.attempt, r.status = 'paused' as paused
            from tasks t join unnest(@Ids, @Fences) as h (id, fence) on t.id = h.id and t.fence = h.fence join runs r on r.id = t.run_id
            where t.status = 'running' order by t.id for update of t
        ), returned as (
            update tasks t set status = case when held.paused then 'paused' else 'queued' end, attempt = t.attempt - 1, lease_until = null, pushed_at = null, error = @Reason,
                   not_before = case when @Delay > interval '0' then now() + @Delay end
            from held where t.id = held.id
            returning t.id, t.workspace_id, t.run_id, t.step, t.lane, t.priority, t.status, t.fence, held.attempt, t.host, t.started_at
        ), ended as (
            insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at, finished_at, outcome, error)
            select workspace_id, id, fence, attempt, host, started_at, now(), 'returned', @Reason from returned
        )
        select * from returned
        """;

    // Workspaces take turns within a priority, as the bus lets them. Nothing remembers whose turn it was, so lots are drawn: by age, the
    // workspace with the oldest tasks would have every slot that comes free alone.
    private const string DueSql = """
        select workspace_id, id from (
            select id, workspace_id, priority, row_number() over (partition by priority, workspace_id order by id) as turn
            from tasks
            where status = 'queued' and waiting_on = 0 and lane = any(@Lanes) and (not_before is null or not_before <= now())
        ) as due
        order by priority desc, turn, random() limit @Most
        """;

    private const string StrandedSql = """
        select id, workspace_id, guild as lane, priority from tasks
        where status = 'queued' and waiting_on = 0 and guild = any(@Guilds) and lane <> all(@Lanes) and (not_before is null or not_before <= now())
        order by id limit 1000
        """;

    /// <summary>Claims those of the tasks that are still due; others are silently somebody else's.</summary>
    public async Task<(IReadOnlyList<TaskClaim> Claims, LedgerChange Change)> ClaimAsync(
        IReadOnlyCollection<(Guid WorkspaceId, Guid TaskId)> tasks, string host, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ids = tasks.Select(t => t.TaskId).ToArray();
        var batch = database.Batch(tasks.Select(t => t.WorkspaceId).Distinct());
        batch.Query(RowLocks.RunsOfTasks, ids);
        var statements = ClaimStatements.Add(batch, ids, host, lease);
        await batch.SendAsync(cancellationToken);
        var claims = statements.Claims();
        return (claims, new([], [.. claims.Select(c => new ChangedRun(c.WorkspaceId, c.RunId)).Distinct()]));
    }

    /// <summary>Looks in the ledger itself for tasks that may be claimed; for when the bus is away.</summary>
    public async Task<IReadOnlyList<(Guid WorkspaceId, Guid TaskId)>> FindDueAsync(IReadOnlyCollection<string> lanes, int most, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginSweepAsync(cancellationToken);
        return await scope.QueryAsync<(Guid, Guid)>(DueSql, new { Lanes = lanes.ToArray(), Most = most }, cancellationToken);
    }

    /// <summary>Finds tasks of guilds that are served in lanes that are not: those of an agent whose card had a limit when they were queued. They are given in their guild's lane.</summary>
    public async Task<IReadOnlyList<ReadyTask>> FindStrandedAsync(IReadOnlyCollection<string> guilds, IReadOnlyCollection<string> lanes, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginSweepAsync(cancellationToken);
        return QueuedTask.Ready(await scope.QueryAsync<QueuedTask>(StrandedSql, new { Guilds = guilds.ToArray(), Lanes = lanes.ToArray() }, cancellationToken));
    }

    /// <summary>Extends the leases of tasks still held; returns the ids that are no longer ours.</summary>
    public Task<IReadOnlyList<Guid>> ExtendAsync(IReadOnlyCollection<TaskClaim> held, TimeSpan lease, CancellationToken cancellationToken) =>
        LostAsync(ExtendSql, held, lease, cancellationToken);

    /// <summary>The ids of those that are no longer ours: cancelled, or claimed by somebody else.</summary>
    public Task<IReadOnlyList<Guid>> FindLostAsync(IReadOnlyCollection<TaskClaim> held, CancellationToken cancellationToken) =>
        LostAsync(HeldSql, held, TimeSpan.Zero, cancellationToken);

    private async Task<IReadOnlyList<Guid>> LostAsync(string sql, IReadOnlyCollection<TaskClaim> held, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync([.. held.Select(c => c.WorkspaceId).Distinct()], cancellationToken);
        var args = new { Ids = held.Select(c => c.Id).ToArray(), Fences = held.Select(c => c.Fence).ToArray(), Lease = lease };
        var ours = await scope.QueryAsync<Guid>(sql, args, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return [.. args.Ids.Except(ours)];
    }

    /// <summary>Hands tasks back that were claimed and not worked on, or not to their end: the attempt does not count.</summary>
    /// <param name="held">The claims; those that are stale are left alone.</param>
    /// <param name="reason">Why, in one line.</param>
    /// <param name="delay">How long they wait before anybody may claim them.</param>
    /// <param name="cancellationToken">Ends the attempt; the leases will end by themselves.</param>
    public async Task<LedgerChange> ReturnAsync(IReadOnlyCollection<TaskClaim> held, string reason, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync([.. held.Select(c => c.WorkspaceId).Distinct()], cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [.. held.Select(c => c.RunId).Distinct()], cancellationToken);
        var returned = await scope.QueryAsync<QueuedTask>(
            ReturnSql, new { Ids = held.Select(c => c.Id).ToArray(), Fences = held.Select(c => c.Fence).ToArray(), Reason = reason, Delay = delay }, cancellationToken);
        var changed = await RunEvents.AppendAsync(scope,
            [.. returned.Select(t => new NewEvent(t.RunId, t.WorkspaceId, EventTypes.TaskReturned, t.Id, t.Step, new { reason }))], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new(delay > TimeSpan.Zero ? [] : QueuedTask.Ready(returned), changed);
    }

    /// <summary>Records what an agent tells of its work, if the task is still held.</summary>
    /// <param name="claim">The task.</param>
    /// <param name="told">Types of events with what belongs to them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<ChangedRun>> TellAsync(TaskClaim claim, IReadOnlyList<(string Type, object Data)> told, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [claim.RunId], cancellationToken);
        if (await scope.FirstAsync<bool?>("select true from tasks where id = @Id and fence = @Fence and status = 'running'", new { claim.Id, claim.Fence }, cancellationToken) is not true)
            return [];
        var changed = await RunEvents.AppendAsync(scope, [.. told.Select(t => new NewEvent(claim.RunId, claim.WorkspaceId, t.Type, claim.Id, claim.Step, t.Data))], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return changed;
    }
}
