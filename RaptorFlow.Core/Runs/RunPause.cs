using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Holds a run and lets it go on. Tasks at work end; nothing new begins while it is paused.</summary>
public sealed class RunPause(Database database, IRaptorBus bus)
{
    private const string PauseSql = "update runs set status = 'paused' where id = @RunId and status in ('queued', 'running') returning id";

    private const string HoldTasks = "update tasks set status = 'paused', pushed_at = null where run_id = @RunId and status = 'queued'";

    private const string ResumeSql = """
        update runs set status = case when started_at is null then 'queued' else 'running' end where id = @RunId and status = 'paused' returning id
        """;

    private const string FreeTasks = """
        with freed as (
            update tasks set status = 'queued', pushed_at = case when waiting_on = 0 and (not_before is null or not_before <= now()) then now() end
            where run_id = @RunId and status = 'paused'
            returning id, workspace_id, lane, priority, pushed_at
        )
        select id, workspace_id, lane, priority from freed where pushed_at is not null
        """;

    /// <summary>Holds a run. False when it is paused or over already, null when there is none.</summary>
    public Task<bool?> PauseAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken) =>
        ChangeAsync(workspaceId, runId, PauseSql, EventTypes.RunPaused, async scope =>
        {
            await scope.ExecuteAsync(HoldTasks, new { RunId = runId }, cancellationToken);
            return [];
        }, cancellationToken);

    /// <summary>Lets a paused run go on. False when it is not paused, null when there is none.</summary>
    public Task<bool?> ResumeAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken) =>
        ChangeAsync(workspaceId, runId, ResumeSql, EventTypes.RunResumed,
            async scope => QueuedTask.Ready(await scope.QueryAsync<QueuedTask>(FreeTasks, new { RunId = runId }, cancellationToken)), cancellationToken);

    private async Task<bool?> ChangeAsync(
        Guid workspaceId, Guid runId, string change, string type, Func<Scope, Task<IReadOnlyList<ReadyTask>>> tasks, CancellationToken cancellationToken)
    {
        LedgerChange due;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
            if (await RunReader.StatusAsync(scope, runId, cancellationToken) is null)
                return null;
            if (await scope.FirstAsync<Guid?>(change, new { RunId = runId }, cancellationToken) is null)
                return false;
            var ready = await tasks(scope);
            due = new(ready, await RunEvents.AppendAsync(scope, [new(runId, workspaceId, type, null, null, new { })], cancellationToken));
            await scope.CommitAsync(cancellationToken);
        }
        await bus.AnnounceAsync(due, cancellationToken);
        return true;
    }
}
