using System.Text.Json;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Begins a new run from a step of one that is over: that step and all that builds on it are done anew, the others' recorded results are taken over.</summary>
public sealed class RunFork(Database database, IRaptorBus bus, TimeProvider time)
{
    private const string InsertRun = """
        insert into runs (id, workspace_id, campaign_id, workflow, definition, input, status, priority, traceparent, request_id, created_by, created_at, deadline, forked_from, fresh_since)
        select @Id, workspace_id, campaign_id, workflow, definition, coalesce(@Input::jsonb, input), 'queued', priority, @TraceParent, @RequestId, @UserId, now(),
               now() + (deadline - coalesce(timed_from, created_at)), id, case when @Fresh then now() end
        from runs where id = @From
        """;

    private const string InsertBudget = """
        insert into budgets (id, workspace_id, scope, scope_id, limit_micros)
        select @BudgetId, workspace_id, 'run', @Id::text, limit_micros from budgets where scope = 'run' and scope_id = @From::text
        """;

    // Tasks that agents asked for belong to the rounds of the task that asked; done anew, it asks anew.
    private const string Anew = """
        with recursive reached as (
            select id from tasks where run_id = @From and parent_id is null and (step = @Step or status <> 'succeeded')
            union
            select e.to_task from task_edges e join reached r on e.from_task = r.id
        )
        select t.id from reached r join tasks t on t.id = r.id where t.parent_id is null and t.guild <> @NoGuild
        """;

    private const string InsertTasks = """
        insert into tasks (id, workspace_id, run_id, step, position, title, number, guild, lane, agent_code, capability, inputs, approval, optional, keep, status, priority, waiting_on,
                           max_attempts, pushed_at, result, error, cause, started_at, finished_at)
        select n.id, t.workspace_id, @Id, t.step, t.position, t.title, t.number, t.guild, t.lane, t.agent_code, t.capability, t.inputs, t.approval, t.optional, t.keep,
               case when n.anew then 'queued' else t.status end, t.priority,
               case when n.anew then (select count(*) from task_edges e where e.to_task = t.id and e.from_task = any(@Anew)) else 0 end, t.max_attempts,
               case when n.anew and not exists (select from task_edges e where e.to_task = t.id and e.from_task = any(@Anew)) then now() end,
               case when not n.anew then t.result end, case when not n.anew then t.error end, case when not n.anew then t.cause end,
               case when not n.anew then t.started_at end, case when not n.anew then t.finished_at end
        from unnest(@Old, @New, @IsAnew) as n (old, id, anew) join tasks t on t.id = n.old
        returning id, workspace_id, run_id, step, lane, priority, waiting_on, status
        """;

    private const string InsertEdges = """
        insert into task_edges (workspace_id, from_task, to_task)
        select e.workspace_id, f.id, t.id
        from task_edges e join unnest(@Old, @New) as f (old, id) on f.old = e.from_task join unnest(@Old, @New) as t (old, id) on t.old = e.to_task
        """;

    /// <summary>Who forks, and what is to differ.</summary>
    /// <param name="Step">The step to begin from.</param>
    /// <param name="Input">The new run's input; null for the old one's.</param>
    /// <param name="UserId">Who asked.</param>
    /// <param name="RequestId">The HTTP request.</param>
    /// <param name="Fresh">Whether answers that the old run was given do not count.</param>
    public sealed record Order(string Step, JsonElement? Input, Guid? UserId, string? RequestId, bool Fresh = false);

    /// <returns>The new run, or why there is none.</returns>
    public async Task<(AcceptedRun? Run, RedoOutcome Outcome)> ForkAsync(Guid workspaceId, Guid runId, Order order, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        LedgerChange change;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
            if (await RunReader.StatusAsync(scope, runId, cancellationToken) is not { } status)
                return (null, RedoOutcome.NotFound);
            if (!Statuses.IsTerminal(status))
                return (null, RedoOutcome.StillRunning);
            var all = await scope.QueryAsync<Guid>("select id from tasks where run_id = @RunId and parent_id is null order by position", new { RunId = runId }, cancellationToken);
            var anew = (await scope.QueryAsync<Guid>(Anew, new { From = runId, order.Step, RunSubmission.NoGuild }, cancellationToken)).ToHashSet();
            if (await scope.FirstAsync<Guid?>("select id from tasks where run_id = @RunId and step = @Step and parent_id is null", new { RunId = runId, order.Step }, cancellationToken) is not { } from || !anew.Contains(from))
                return (null, RedoOutcome.NoSuchStep);
            if (order.Input is { } input && await RunControl.AsksForNewStepsAsync(scope, runId, input, cancellationToken))
                return (null, RedoOutcome.NewSteps);
            if (also is not null)
                await also(scope, id);
            await scope.ExecuteAsync(InsertRun, new
            {
                Id = id, From = runId, Input = order.Input?.GetRawText(), TraceParent = System.Diagnostics.Activity.Current?.Id, order.RequestId, order.UserId, order.Fresh,
            }, cancellationToken);
            await scope.ExecuteAsync(InsertBudget, new { BudgetId = Guid.CreateVersion7(now), Id = id, From = runId }, cancellationToken);
            var (old, made) = (all.ToArray(), all.Select(_ => Guid.CreateVersion7(now)).ToArray());
            var queued = await scope.QueryAsync<QueuedTask>(InsertTasks,
                new { Id = id, Old = old, New = made, IsAnew = old.Select(anew.Contains).ToArray(), Anew = anew.ToArray() }, cancellationToken);
            await scope.ExecuteAsync(InsertEdges, new { Old = old, New = made }, cancellationToken);
            var events = await RunEvents.AppendAsync(scope, [new(id, workspaceId, EventTypes.RunForked, null, order.Step, new { from = runId, step = order.Step, tasks = anew.Count })], cancellationToken);
            await scope.CommitAsync(cancellationToken);
            change = new(QueuedTask.Ready(queued), events);
        }
        await bus.AnnounceAsync(change, cancellationToken);
        return (new(id, change.Ready), RedoOutcome.Queued);
    }
}
