using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// Finds what fell by the wayside: leases that ended, runs out of time, approvals that nobody gave, tasks that are due or that the bus
/// forgot. One sweep at a time in the whole installation. It is what makes Redis expendable and a killed host harmless.
/// </summary>
public sealed partial class Sweeper(Database database, TaskCompletion completion, Approvals approvals, IRaptorBus bus, ILogger<Sweeper> logger)
{
    private const long LockKey = 0x5261_7074_6F72_0001;
    private const int Batch = 1_000;

    private const string Expired = """
        select t.id, t.workspace_id, t.run_id, t.step, t.guild, t.lane, t.agent_code, t.capability, t.inputs, t.attempt, t.max_attempts, t.fence
        from tasks t where t.status = 'running' and t.lease_until < now() order by t.lease_until limit @Batch
        """;

    private const string Overdue = """
        select workspace_id, id as run_id from runs where deadline < now() and finished_at is null and status in ('queued', 'running', 'paused') order by deadline limit @Batch
        """;

    private const string Unapproved = """
        select workspace_id, run_id, id from approvals where status = 'pending' and expires_at <= now() order by expires_at limit @Batch
        """;

    // Pushing twice is harmless: the bus keeps each id once, and the ledger lets it be claimed once. What was never pushed comes
    // first, so that a backlog, which the bus knows, does not keep retries and lost pushes from their turn.
    private const string Due = """
        select id, workspace_id, lane, priority from tasks
        where status = 'queued' and waiting_on = 0
          and (not_before is null or not_before <= now()) and (pushed_at is null or pushed_at < now() - @Forgotten)
        order by pushed_at nulls first, id limit @Batch
        """;

    // A task that is being claimed this moment needs no note of its push.
    private const string NotePush = """
        update tasks t set pushed_at = now()
        from (select id from tasks where id = any(@Ids) and status = 'queued' for update skip locked) as pushed
        where t.id = pushed.id
        """;

    /// <param name="forgotten">How long after a push an unclaimed task is pushed again.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    /// <returns>How many tasks were taken back or pushed; −1 when another sweep is under way.</returns>
    public async Task<int> SweepAsync(TimeSpan forgotten, CancellationToken cancellationToken)
    {
        await using var sweep = await database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        var expired = await sweep.QueryAsync<TaskClaim>(Expired, new { Batch }, cancellationToken);
        foreach (var claim in expired)
        {
            if (await completion.LoseAsync(claim, cancellationToken) is { } change)
            {
                LeaseLost(logger, claim.Id, claim.AgentCode, claim.Attempt);
                await bus.AnnounceAsync(change, cancellationToken);
            }
        }
        foreach (var run in await sweep.QueryAsync<ChangedRun>(Overdue, new { Batch }, cancellationToken))
            await EndAsync(run, cancellationToken);
        foreach (var (workspace, run, approval) in await sweep.QueryAsync<(Guid, Guid, Guid)>(Unapproved, new { Batch }, cancellationToken))
        {
            if (await approvals.ExpireAsync(workspace, run, approval, cancellationToken) is { } change)
                await bus.AnnounceAsync(change, cancellationToken);
        }
        var due = await sweep.QueryAsync<QueuedTask>(Due, new { Batch, Forgotten = forgotten }, cancellationToken);
        if (due.Count > 0)
            await PushAsync(due, cancellationToken);
        return expired.Count + due.Count;
    }

    private async Task EndAsync(ChangedRun run, CancellationToken cancellationToken)
    {
        LedgerChange change;
        await using (var scope = await database.BeginAsync(run.WorkspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [run.RunId], cancellationToken);
            if (await RunReader.StatusAsync(scope, run.RunId, cancellationToken) is not { } status || Statuses.IsTerminal(status))
                return;
            change = await RunProgress.FailRunAsync(scope, run.WorkspaceId, run.RunId, null, "Its time limit passed.", cancellationToken);
        }
        OutOfTime(logger, run.RunId);
        await bus.AnnounceAsync(change, cancellationToken);
    }

    private async Task PushAsync(IReadOnlyList<QueuedTask> due, CancellationToken cancellationToken)
    {
        await bus.PushAsync(QueuedTask.Ready(due), cancellationToken);
        await using var scope = await database.BeginAsync([.. due.Select(t => t.WorkspaceId).Distinct()], cancellationToken);
        await scope.ExecuteAsync(NotePush, new { Ids = due.Select(t => t.Id).ToArray() }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of task {TaskId} ({Agent}, attempt {Attempt}) ended; it goes back to the queue.")]
    private static partial void LeaseLost(ILogger logger, Guid taskId, string agent, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The time limit of run {RunId} passed; it has failed.")]
    private static partial void OutOfTime(ILogger logger, Guid runId);
}
