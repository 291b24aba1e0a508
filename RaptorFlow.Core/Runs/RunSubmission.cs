using System.Diagnostics;
using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Accepts runs: run, tasks, edges and first event in one transaction. Accepted means committed.</summary>
public sealed class RunSubmission(Database database, TimeProvider time)
{
    /// <summary>The guild of a task that no guild can do.</summary>
    public const string NoGuild = "unknown";

    private const string InsertRun = """
        insert into runs (id, workspace_id, campaign_id, workflow, definition, input, status, priority, traceparent, request_id, created_by, created_at)
        values (@Id, @WorkspaceId, @CampaignId, @Workflow, @Definition::jsonb, @Input::jsonb, 'queued', @Priority, @TraceParent, @RequestId, @UserId, @Now)
        """;

    private const string InsertTasks = """
        insert into tasks (id, workspace_id, run_id, step, position, title, number, guild, agent_code, capability, inputs, optional, keep,
                           status, priority, waiting_on, max_attempts, pushed_at, error, finished_at)
        select t.id, @WorkspaceId, @RunId, t.step, t.position, t.title, t.number, coalesce(t.guild, @NoGuild), t.agent_code, t.capability, t.inputs, t.optional, t.keep,
               case when t.guild is null then 'dead' else 'queued' end, @Priority, t.waiting_on, t.max_attempts, case when t.waiting_on = 0 then now() end,
               t.error, case when t.guild is null then now() end
        from jsonb_to_recordset(@Tasks::jsonb) as t (id uuid, step text, position smallint, title text, number smallint, guild text, agent_code text,
             capability text, inputs jsonb, optional boolean, keep boolean, waiting_on smallint, max_attempts smallint, error text)
        """;

    private const string InsertEdges =
        "insert into task_edges (workspace_id, from_task, to_task) select @WorkspaceId, f, t from unnest(@From, @To) as e (f, t)";

    /// <summary>Commits a run and returns what can start; the caller pushes it to the bus.</summary>
    /// <param name="run">The run.</param>
    /// <param name="also">What else belongs into the same transaction: rows that refer to the run or that it refers to.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then accepted.</param>
    public async Task<AcceptedRun> SubmitAsync(NewRun run, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        var runId = Guid.CreateVersion7(time.GetUtcNow());
        var graph = RunGraph.For(run.Definition, run.Input);
        var ids = graph.ToDictionary(g => g.Step.Key, _ => Guid.CreateVersion7(time.GetUtcNow()));
        var served = graph.Where(g => run.Guilds.ContainsKey(g.Step.Agent)).Select(g => g.Step.Key).ToHashSet();
        var tasks = graph.Select((g, i) => new
        {
            id = ids[g.Step.Key],
            step = g.Step.Key,
            position = i,
            title = g.Step.Title,
            number = g.Step.Number,
            guild = run.Guilds.GetValueOrDefault(g.Step.Agent),
            agent_code = g.Step.Agent,
            capability = g.Step.Capability,
            inputs = g.Step.Inputs,
            optional = g.Step.Optional,
            keep = g.Step.Keep,
            waiting_on = g.DependsOn.Count(served.Contains),
            max_attempts = g.Step.MaxAttempts,
            error = served.Contains(g.Step.Key) ? null : $"No guild brings {g.Step.Agent}.",
        }).ToList();
        var edges = graph.SelectMany(g => g.DependsOn.Select(d => (From: ids[d], To: ids[g.Step.Key]))).ToList();

        await using var scope = await database.BeginAsync(run.WorkspaceId, cancellationToken);
        if (also is not null)
            await also(scope, runId);
        await scope.ExecuteAsync(InsertRun, new
        {
            Id = runId,
            run.WorkspaceId,
            run.CampaignId,
            Workflow = run.Definition.Name,
            Definition = CoreJson.Serialize(run.Definition),
            Input = run.Input.GetRawText(),
            Priority = (short)run.Priority,
            TraceParent = Activity.Current?.Id,
            run.RequestId,
            run.UserId,
            Now = time.GetUtcNow(),
        }, cancellationToken);
        await scope.ExecuteAsync(InsertTasks, new { run.WorkspaceId, RunId = runId, Priority = (short)run.Priority, Tasks = JsonSerializer.Serialize(tasks), NoGuild }, cancellationToken);
        await scope.ExecuteAsync(InsertEdges, new { run.WorkspaceId, From = edges.Select(e => e.From).ToArray(), To = edges.Select(e => e.To).ToArray() }, cancellationToken);
        await BeginAsync(scope, run, runId, [.. tasks.Where(t => t.guild is null).Select(t => (t.id, t.step, t.error!))], served.Count == 0, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new(runId, [.. tasks.Where(t => t is { waiting_on: 0, guild: not null }).Select(t => new ReadyTask(t.id, run.WorkspaceId, t.guild!, run.Priority))]);
    }

    // What nobody can do is over before it begins, and so is a run of which nothing remains.
    private static async Task BeginAsync(Scope scope, NewRun run, Guid runId, IReadOnlyList<(Guid Id, string Step, string Error)> unserved, bool over, CancellationToken cancellationToken)
    {
        var events = unserved.Select(t => new NewEvent(runId, run.WorkspaceId, EventTypes.TaskDead, t.Id, t.Step, new { error = t.Error, attempt = 0, optional = true })).ToList();
        if (over)
        {
            await scope.ExecuteAsync("update runs set status = 'succeeded', started_at = now(), finished_at = now() where id = @RunId", new { RunId = runId }, cancellationToken);
            events.Add(new(runId, run.WorkspaceId, EventTypes.RunSucceeded, null, null, new { }));
        }
        await RunEvents.AppendAsync(scope, events, cancellationToken);
    }
}
