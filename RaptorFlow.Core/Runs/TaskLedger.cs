using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>An agent host's dealings with the ledger: claim, extend, progress. Every change is guarded by the fence; a stale one changes nothing.</summary>
public sealed class TaskLedger(Database database)
{
    private const string ClaimSql = """
        update tasks t
        set status = 'running', attempt = t.attempt + 1, fence = t.fence + 1, host = @Host,
            lease_until = now() + @Lease, started_at = now(), error = null
        from runs r
        where t.id = any(@Ids) and t.run_id = r.id and t.status = 'queued' and t.waiting_on = 0
          and (t.not_before is null or t.not_before <= now()) and r.status in ('queued', 'running')
        returning t.id, t.workspace_id, t.run_id, t.step, t.guild, t.agent_code, t.capability, t.inputs, t.attempt, t.max_attempts, t.fence,
                  r.campaign_id, r.created_by, r.request_id, r.traceparent
        """;

    private const string StartRuns = """
        update runs set status = 'running', started_at = coalesce(started_at, now()) where id = any(@Ids) and status = 'queued' returning id, workspace_id, workflow
        """;

    private const string InsertAttempts = """
        insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at)
        select workspace_id, id, fence, attempt, host, started_at from tasks where id = any(@Ids)
        """;

    private const string ExtendSql = """
        with held as (
            select t.id from tasks t join unnest(@Ids, @Fences) as h (id, fence) on t.id = h.id and t.fence = h.fence
            where t.status = 'running' order by t.id for update of t
        )
        update tasks t set lease_until = now() + @Lease from held where t.id = held.id
        returning t.id
        """;

    /// <summary>Claims those of the tasks that are still due; others are silently somebody else's.</summary>
    public async Task<(IReadOnlyList<TaskClaim> Claims, LedgerChange Change)> ClaimAsync(
        IReadOnlyCollection<(Guid WorkspaceId, Guid TaskId)> tasks, string host, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ids = tasks.Select(t => t.TaskId).ToArray();
        await using var scope = await database.BeginAsync([.. tasks.Select(t => t.WorkspaceId).Distinct()], cancellationToken);
        await scope.ExecuteAsync("select id from runs where id in (select run_id from tasks where id = any(@Ids)) order by id for update", new { Ids = ids }, cancellationToken);
        var claims = await scope.QueryAsync<TaskClaim>(ClaimSql, new { Ids = ids, Host = host, Lease = lease }, cancellationToken);
        if (claims.Count == 0)
            return ([], LedgerChange.None);
        await scope.ExecuteAsync(InsertAttempts, new { Ids = claims.Select(c => c.Id).ToArray() }, cancellationToken);
        var started = await scope.QueryAsync<StartedRun>(StartRuns, new { Ids = claims.Select(c => c.RunId).Distinct().ToArray() }, cancellationToken);
        var events = await RunEvents.AppendAsync(scope,
        [
            .. started.Select(r => new NewEvent(r.Id, r.WorkspaceId, EventTypes.RunStarted, null, null, new { workflow = r.Workflow })),
            .. claims.Select(c => new NewEvent(c.RunId, c.WorkspaceId, EventTypes.TaskStarted, c.Id, c.Step, new { agent = c.AgentCode, attempt = c.Attempt })),
        ], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return (claims, new([], events));
    }

    /// <summary>Extends the leases of tasks still held; returns the ids that are no longer ours.</summary>
    public async Task<IReadOnlyList<Guid>> ExtendAsync(IReadOnlyCollection<TaskClaim> held, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync([.. held.Select(c => c.WorkspaceId).Distinct()], cancellationToken);
        var args = new { Ids = held.Select(c => c.Id).ToArray(), Fences = held.Select(c => c.Fence).ToArray(), Lease = lease };
        var extended = await scope.QueryAsync<Guid>(ExtendSql, args, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return [.. args.Ids.Except(extended)];
    }

    private const string ReturnSql = """
        with held as (
            select t.id, t.fence from tasks t join unnest(@Ids, @Fences) as h (id, fence) on t.id = h.id and t.fence = h.fence
            where t.status = 'running' order by t.id for update of t
        ), ended as (
            update task_attempts a set finished_at = now(), outcome = 'returned', error = @Reason from held where a.task_id = held.id and a.fence = held.fence
        )
        update tasks t set status = 'queued', attempt = t.attempt - 1, lease_until = null, pushed_at = null, error = @Reason,
               not_before = case when @Delay > interval '0' then now() + @Delay end
        from held where t.id = held.id
        returning t.id, t.workspace_id, t.run_id, t.step, t.guild, t.priority
        """;

    /// <summary>Hands tasks back that were claimed and not worked on, or not to their end: the attempt does not count.</summary>
    /// <param name="held">The claims; those that are stale are left alone.</param>
    /// <param name="reason">Why, in one line.</param>
    /// <param name="delay">How long they wait before anybody may claim them.</param>
    /// <param name="cancellationToken">Ends the attempt; the leases will end by themselves.</param>
    public async Task<LedgerChange> ReturnAsync(IReadOnlyCollection<TaskClaim> held, string reason, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync([.. held.Select(c => c.WorkspaceId).Distinct()], cancellationToken);
        await RunEvents.LockAsync(scope, [.. held.Select(c => c.RunId).Distinct()], cancellationToken);
        var returned = await scope.QueryAsync<QueuedTask>(
            ReturnSql, new { Ids = held.Select(c => c.Id).ToArray(), Fences = held.Select(c => c.Fence).ToArray(), Reason = reason, Delay = delay }, cancellationToken);
        var events = await RunEvents.AppendAsync(scope,
            [.. returned.Select(t => new NewEvent(t.RunId, t.WorkspaceId, EventTypes.TaskReturned, t.Id, t.Step, new { reason }))], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new(delay > TimeSpan.Zero ? [] : QueuedTask.Ready(returned), events);
    }

    /// <summary>Records an agent's progress, if the task is still held.</summary>
    public async Task<IReadOnlyList<RunEvent>> ProgressAsync(TaskClaim claim, IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RunEvents.LockAsync(scope, [claim.RunId], cancellationToken);
        if (await scope.FirstAsync<bool?>("select true from tasks where id = @Id and fence = @Fence and status = 'running'", new { claim.Id, claim.Fence }, cancellationToken) is not true)
            return [];
        var events = await RunEvents.AppendAsync(scope,
            [.. messages.Select(m => new NewEvent(claim.RunId, claim.WorkspaceId, EventTypes.TaskProgress, claim.Id, claim.Step, new { message = m }))], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return events;
    }

    private sealed record StartedRun
    {
        public Guid Id { get; init; }
        public Guid WorkspaceId { get; init; }
        public string Workflow { get; init; } = "";
    }
}
