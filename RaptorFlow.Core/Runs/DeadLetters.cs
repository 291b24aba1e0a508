using System.Text.Json.Nodes;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Tasks that died: with the input they had, why they died, and every attempt. They are retried with their run, or discarded.</summary>
public sealed class DeadLetters(Database database, TaskInputs inputs, RunControl control, IRaptorBus bus)
{
    private const string Select = """
        select t.id, t.run_id, r.workflow, r.status as run_status, t.step, t.title, t.agent_code as agent, t.guild, t.capability, t.attempt as attempts, t.cause, t.error, t.finished_at as died_at
        from tasks t join runs r on r.id = t.run_id
        """;

    private const string Page = Select + """

         where t.status = 'dead' and t.discarded_at is null and (@Agent::text is null or t.agent_code = @Agent) and (@Cause::text is null or t.cause = @Cause)
           and (@Before::uuid is null or (t.finished_at, t.id) < (@DiedAt, @Before))
         order by t.finished_at desc, t.id desc limit @Limit
        """;

    private const string Attempts = """
        select attempt, fence, host, started_at, finished_at, outcome, cause, error, model, cost_micros from task_attempts where task_id = @Id order by fence
        """;

    // As a claim, from which the input is put together as it was for the agent.
    private const string Claim = """
        select t.id, t.workspace_id, t.run_id, t.step, t.guild, t.agent_code, t.inputs, t.given, t.attempt, t.max_attempts, t.fence, r.input as run_input
        from tasks t join runs r on r.id = t.run_id where t.id = @Id
        """;

    private const string Outputs = """
        select e.to_task, f.step, f.agent_code, f.result -> 'output' as output, f.parent_id is not distinct from e.to_task as child
        from task_edges e join tasks f on f.id = e.from_task where e.to_task = @Id and f.status = 'succeeded' order by f.position, f.id
        """;

    private const string DiscardSql = "update tasks set discarded_at = now(), discarded_by = @By where id = @Id and status = 'dead' and discarded_at is null";

    /// <summary>The newest first, of one workspace, those discarded left out.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(Guid workspaceId, string? agent, string? cause, TimeCursor? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<DeadLetter>(Page, new { Agent = agent, Cause = cause, Before = before?.Id, DiedAt = before?.At, Limit = limit }, cancellationToken);
    }

    /// <summary>One with its input and every attempt; null when there is none.</summary>
    public async Task<DeadLetter?> FindAsync(Guid workspaceId, Guid taskId, CancellationToken cancellationToken)
    {
        TaskClaim claim;
        DeadLetter letter;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            if (await scope.FirstAsync<DeadLetter>(Select + " where t.id = @Id and t.status = 'dead' and t.discarded_at is null", new { Id = taskId }, cancellationToken) is not { } found)
                return null;
            letter = found with { History = await scope.QueryAsync<AttemptView>(Attempts, new { Id = taskId }, cancellationToken) };
            claim = (await scope.FirstAsync<TaskClaim>(Claim, new { Id = taskId }, cancellationToken))! with
            {
                Outputs = await scope.QueryAsync<TaskOutput>(Outputs, new { Id = taskId }, cancellationToken),
            };
        }
        return letter with { Input = await inputs.LoadAsync(claim, cancellationToken) };
    }

    /// <summary>Does the step, and all that builds on it, anew.</summary>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="taskId">The dead task.</param>
    /// <param name="also">What else belongs into the same transaction, given the run.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then changed.</param>
    /// <returns>The run and what became of it; null when there is no such dead letter.</returns>
    public async Task<(Guid RunId, RedoOutcome Outcome)?> RetryAsync(Guid workspaceId, Guid taskId, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        (Guid RunId, string Step) dead;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            // A task that another task asked for is done anew with the one that asked.
            var found = await scope.QueryAsync<(Guid, string)>("""
                with recursive line as (
                    select id, run_id, step, parent_id from tasks where id = @Id and status = 'dead' and discarded_at is null
                    union all
                    select t.id, t.run_id, t.step, t.parent_id from line l join tasks t on t.id = l.parent_id
                )
                select run_id, step from line where parent_id is null
                """, new { Id = taskId }, cancellationToken);
            if (found.Count == 0)
                return null;
            dead = found[0];
        }
        return (dead.RunId, await control.RedoAsync(workspaceId, dead.RunId, new(dead.Step), also is null ? null : scope => also(scope, dead.RunId), cancellationToken));
    }

    /// <summary>Takes it off the list for good; its run keeps it. False when there is no such dead letter.</summary>
    public async Task<bool> DiscardAsync(Guid workspaceId, Guid taskId, Guid? by, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChangedRun> changed;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            if (await scope.FirstAsync<DeadLetter>(Select + " where t.id = @Id", new { Id = taskId }, cancellationToken) is not { } letter)
                return false;
            await RowLocks.TakeRunsAsync(scope, [letter.RunId], cancellationToken);
            if (await scope.ExecuteAsync(DiscardSql, new { Id = taskId, By = by }, cancellationToken) == 0)
                return false;
            changed = await RunEvents.AppendAsync(scope, [new(letter.RunId, workspaceId, EventTypes.TaskDiscarded, taskId, letter.Step, new { by })], cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        await bus.PublishAsync(changed, cancellationToken);
        return true;
    }
}

/// <summary>A task that died, as the API shows it.</summary>
public sealed record DeadLetter
{
    /// <summary>The task.</summary>
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public string Workflow { get; init; } = "";
    public string RunStatus { get; init; } = "";
    public string Step { get; init; } = "";
    public string Title { get; init; } = "";
    public string Agent { get; init; } = "";
    public string? Capability { get; init; }
    public string Guild { get; init; } = "";
    public short Attempts { get; init; }

    /// <summary>transient, rate_limited, invalid_input, bug, timeout, lost, unserved, rejected or approval_expired.</summary>
    public string? Cause { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset DiedAt { get; init; }

    /// <summary>What the agent was given; only when one is asked for by id.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Every attempt, the first one first; only when one is asked for by id.</summary>
    public IReadOnlyList<AttemptView>? History { get; init; }
}

/// <summary>One attempt at a task.</summary>
public sealed record AttemptView
{
    public short Attempt { get; init; }
    public long Fence { get; init; }
    public string Host { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>succeeded, retry, dead, lost, cancelled, returned, continued or awaiting_approval.</summary>
    public string Outcome { get; init; } = "";
    public string? Cause { get; init; }
    public string? Error { get; init; }
    public string? Model { get; init; }
    public long? CostMicros { get; init; }
}
