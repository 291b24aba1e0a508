using System.Text.Json;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>What people do to a run from outside: cancel it, take it up again, redo it from a step.</summary>
public sealed class RunControl(Database database, IRaptorBus bus)
{
    // Tasks that agents asked for are no steps of their own: the task that asked is redone, and asks anew.
    private const string Unfinished = "select id from tasks where run_id = @RunId and status <> 'succeeded' and guild <> @NoGuild and parent_id is null";

    private const string Descendants = """
        with recursive reached as (
            select id from tasks where run_id = @RunId and step = @Step and guild <> @NoGuild and parent_id is null
            union
            select e.to_task from task_edges e join reached r on e.from_task = r.id
        )
        select id from reached
        """;

    // A task waits for those of its predecessors that are to run as well; the others' outputs stand.
    private const string Requeue = """
        update tasks t
        set status = 'queued', attempt = 0, round = 0, result = null, error = null, cause = null, not_before = null, started_at = null, finished_at = null, lease_until = null,
            fence = t.fence + 1, discarded_at = null, discarded_by = null,
            waiting_on = (select count(*) from task_edges e where e.to_task = t.id and e.from_task = any(@Ids)),
            pushed_at = case when not exists (select from task_edges e where e.to_task = t.id and e.from_task = any(@Ids)) then now() end
        where t.id = any(@Ids)
        returning t.id, t.workspace_id, t.lane, t.priority, t.waiting_on
        """;

    /// <summary>Cancels a run; agents at work are told at once. False when it is over already, null when there is none.</summary>
    public async Task<bool?> CancelAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken)
    {
        LedgerChange? change;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
            if (await RunReader.StatusAsync(scope, runId, cancellationToken) is null)
                return null;
            change = await RunProgress.CancelRunAsync(scope, workspaceId, runId, cancellationToken);
        }
        if (change is null)
            return false;
        await bus.AnnounceAsync(change, cancellationToken);
        return true;
    }

    /// <summary>Queues anew every task that did not succeed, keeping the others' results.</summary>
    public Task<RedoOutcome> ResumeAsync(Guid workspaceId, Guid runId, Func<Scope, Task>? also, CancellationToken cancellationToken) =>
        RedoAsync(workspaceId, runId, new(null), also, cancellationToken);

    /// <summary>What is done anew, and how.</summary>
    /// <param name="Step">The step to begin from; null for all that did not succeed.</param>
    /// <param name="Correct">The run's input as it should be, from the input as it was; null keeps it.</param>
    /// <param name="Fresh">Whether answers that were given before do not count; a result that was rejected is always made anew.</param>
    public sealed record Redo(string? Step, Func<JsonElement, JsonElement>? Correct = null, bool Fresh = false);

    /// <summary>Queues a step and all that builds on it anew, with corrected input; results of other steps stand.</summary>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="runId">A run that is over.</param>
    /// <param name="redo">What is done anew.</param>
    /// <param name="also">What else belongs into the same transaction.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then changed.</param>
    public async Task<RedoOutcome> RedoAsync(Guid workspaceId, Guid runId, Redo redo, Func<Scope, Task>? also, CancellationToken cancellationToken)
    {
        LedgerChange change;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
            if (await RunReader.StatusAsync(scope, runId, cancellationToken) is not { } status)
                return RedoOutcome.NotFound;
            if (!Statuses.IsTerminal(status))
                return RedoOutcome.StillRunning;
            var ids = await scope.QueryAsync<Guid>(Unfinished, new { RunId = runId, NoGuild = RunSubmission.NoGuild }, cancellationToken);
            if (redo.Step is { } step)
            {
                var redone = await scope.QueryAsync<Guid>(Descendants, new { RunId = runId, Step = step, NoGuild = RunSubmission.NoGuild }, cancellationToken);
                if (redone.Count == 0)
                    return RedoOutcome.NoSuchStep;
                ids = [.. redone.Union(ids)];
            }
            if (ids.Count == 0)
                return RedoOutcome.NothingToDo;
            if (redo.Correct is { } correct && !await CorrectAsync(scope, runId, correct, cancellationToken))
                return RedoOutcome.NewSteps;
            if (also is not null)
                await also(scope);
            await scope.ExecuteAsync("""
                update runs set status = 'queued', error = null, finished_at = null, events_pruned_at = null,
                       deadline = now() + (deadline - coalesce(timed_from, created_at)), timed_from = now(),
                       fresh_since = case when @Fresh or exists (select from tasks where id = any(@Ids) and cause = 'rejected') then now() else fresh_since end
                where id = @RunId
                """, new { RunId = runId, Ids = ids.ToArray(), redo.Fresh }, cancellationToken);
            await scope.ExecuteAsync("update decisions set superseded_at = now() where task_id = any(@Ids) and superseded_at is null", new { Ids = ids.ToArray() }, cancellationToken);
            await scope.ExecuteAsync("delete from tasks where parent_id = any(@Ids)", new { Ids = ids.ToArray() }, cancellationToken);
            var queued = await scope.QueryAsync<QueuedTask>(Requeue, new { Ids = ids.ToArray() }, cancellationToken);
            var events = await RunEvents.AppendAsync(scope, [new(runId, workspaceId, EventTypes.RunRedone, null, redo.Step, new { from = redo.Step, tasks = queued.Count })], cancellationToken);
            await scope.CommitAsync(cancellationToken);
            change = new(QueuedTask.Ready(queued), events);
        }
        await bus.AnnounceAsync(change, cancellationToken);
        return RedoOutcome.Queued;
    }

    /// <returns>False when the corrected input asks for steps that the run was begun without.</returns>
    private static async Task<bool> CorrectAsync(Scope scope, Guid runId, Func<JsonElement, JsonElement> correct, CancellationToken cancellationToken)
    {
        var corrected = correct(await scope.FirstAsync<JsonElement>("select input from runs where id = @RunId", new { RunId = runId }, cancellationToken));
        if (await AsksForNewStepsAsync(scope, runId, corrected, cancellationToken))
            return false;
        await scope.ExecuteAsync("update runs set input = @Input::jsonb where id = @RunId", new { RunId = runId, Input = corrected.GetRawText() }, cancellationToken);
        return true;
    }

    /// <summary>Whether an input asks for steps that a run was begun without.</summary>
    internal static async Task<bool> AsksForNewStepsAsync(Scope scope, Guid runId, JsonElement input, CancellationToken cancellationToken)
    {
        var definition = await scope.FirstAsync<JsonElement>("select definition from runs where id = @RunId", new { RunId = runId }, cancellationToken);
        var steps = await scope.QueryAsync<string>("select step from tasks where run_id = @RunId", new { RunId = runId }, cancellationToken);
        return RunGraph.For(definition.Deserialize<WorkflowDefinition>(CoreJson.Options)!, input).Any(g => !steps.Contains(g.Step.Key));
    }
}

/// <summary>What became of a wish to redo.</summary>
public enum RedoOutcome
{
    Queued,
    NotFound,
    NoSuchStep,
    StillRunning,
    NothingToDo,

    /// <summary>The corrected input asks for steps that the run was begun without.</summary>
    NewSteps,
}
