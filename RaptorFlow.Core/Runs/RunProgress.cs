using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>What the end of a task does to its run. Called with the run's row locked; commits.</summary>
internal static class RunProgress
{
    private const string FreeDependents = """
        update tasks d set waiting_on = d.waiting_on - 1, pushed_at = case when d.waiting_on = 1 and d.status = 'queued' then now() end
        from task_edges e
        where e.from_task = @TaskId and d.id = e.to_task and d.status in ('queued', 'paused') and d.waiting_on > 0
        returning d.id, d.workspace_id, d.lane, d.priority, d.waiting_on, d.status
        """;

    private const string FinishIfDone = $"""
        update runs r set status = 'succeeded', finished_at = now()
        where r.id = @RunId and r.status in ('queued', 'running', 'paused')
          and not exists (select from tasks where run_id = r.id and status in {Statuses.OpenTasks})
        returning r.id
        """;

    private const string CancelRest = $"""
        with open as (
            select id, status from tasks where run_id = @RunId and status in {Statuses.OpenTasks} order by id for update
        ), stopped as (
            update tasks t set status = 'cancelled', finished_at = now(), lease_until = null
            from open where t.id = open.id
            returning t.id, t.workspace_id, t.step, t.fence, t.attempt, t.host, t.started_at, open.status
        ), ended as (
            insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at, finished_at, outcome)
            select workspace_id, id, fence, attempt, host, started_at, now(), 'cancelled' from stopped where status = 'running'
        ), withdrawn as (
            update approvals set status = 'withdrawn', decided_at = now() where run_id = @RunId and status = 'pending'
        )
        select id, step, status = 'running' as was_running from stopped
        """;

    public static async Task<LedgerChange> AdvanceAsync(Scope scope, TaskClaim claim, NewEvent ended, CancellationToken cancellationToken)
    {
        var freed = await scope.QueryAsync<QueuedTask>(FreeDependents, new { TaskId = claim.Id }, cancellationToken);
        var finished = await scope.FirstAsync<Guid?>(FinishIfDone, new { claim.RunId }, cancellationToken) is not null;
        var changed = await RunEvents.AppendAsync(scope,
            finished ? [ended, new(claim.RunId, claim.WorkspaceId, EventTypes.RunSucceeded, null, null, new { })] : [ended], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new(QueuedTask.Ready(freed), changed);
    }

    /// <summary>Fails a run and stops what is left of it.</summary>
    /// <param name="scope">With the run's row locked.</param>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="runId">A run that is not over.</param>
    /// <param name="cause">The event that brought it about; null when the run itself ran out.</param>
    /// <param name="error">Why, in one line.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then changed.</param>
    public static async Task<LedgerChange> FailRunAsync(Scope scope, Guid workspaceId, Guid runId, NewEvent? cause, string error, CancellationToken cancellationToken)
    {
        var cancelled = await scope.QueryAsync<StoppedTask>(CancelRest, new { RunId = runId }, cancellationToken);
        await scope.ExecuteAsync("update runs set status = 'failed', error = @Error, finished_at = now() where id = @RunId", new { RunId = runId, Error = error }, cancellationToken);
        NewEvent[] first = cause is null ? [] : [cause];
        var changed = await RunEvents.AppendAsync(scope,
            [.. first, .. Stopped(cancelled, runId, workspaceId), new(runId, workspaceId, EventTypes.RunFailed, null, null, new { error })], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return Ended(runId, cancelled, changed);
    }

    /// <summary>Stops a run that is not over. Null when it is.</summary>
    public static async Task<LedgerChange?> CancelRunAsync(Scope scope, Guid workspaceId, Guid runId, CancellationToken cancellationToken)
    {
        var open = await scope.FirstAsync<Guid?>(
            "update runs set status = 'cancelled', finished_at = now() where id = @RunId and status in ('queued', 'running', 'paused') returning id", new { RunId = runId }, cancellationToken);
        if (open is null)
            return null;
        var cancelled = await scope.QueryAsync<StoppedTask>(CancelRest, new { RunId = runId }, cancellationToken);
        var changed = await RunEvents.AppendAsync(scope,
            [.. Stopped(cancelled, runId, workspaceId), new(runId, workspaceId, EventTypes.RunCancelled, null, null, new { })], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return Ended(runId, cancelled, changed);
    }

    private static LedgerChange Ended(Guid runId, IReadOnlyList<StoppedTask> tasks, IReadOnlyList<ChangedRun> changed) =>
        new([], changed) { Stopped = tasks.Any(t => t.WasRunning) ? runId : null };

    private static IEnumerable<NewEvent> Stopped(IReadOnlyList<StoppedTask> tasks, Guid runId, Guid workspaceId) =>
        tasks.Select(t => new NewEvent(runId, workspaceId, EventTypes.TaskCancelled, t.Id, t.Step, new { }));

    private sealed record StoppedTask
    {
        public Guid Id { get; init; }
        public string Step { get; init; } = "";
        public bool WasRunning { get; init; }
    }
}
