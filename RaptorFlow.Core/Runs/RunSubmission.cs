using System.Diagnostics;
using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Accepts runs: run, tasks, edges and first event in one transaction. Accepted means committed.</summary>
public sealed class RunSubmission(Database database, TimeProvider time)
{
    private const string InsertRun = """
        insert into runs (id, workspace_id, campaign_id, workflow, definition, input, status, priority, traceparent, request_id, created_by, created_at)
        values (@Id, @WorkspaceId, @CampaignId, @Workflow, @Definition::jsonb, @Input::jsonb, 'queued', @Priority, @TraceParent, @RequestId, @UserId, @Now)
        """;

    private const string InsertTasks = """
        insert into tasks (id, workspace_id, run_id, step, position, title, number, guild, agent_code, capability, inputs, optional, keep,
                           status, priority, waiting_on, max_attempts, pushed_at)
        select t.id, @WorkspaceId, @RunId, t.step, t.position, t.title, t.number, t.guild, t.agent_code, t.capability, t.inputs, t.optional, t.keep,
               'queued', @Priority, t.waiting_on, t.max_attempts, case when t.waiting_on = 0 then now() end
        from jsonb_to_recordset(@Tasks::jsonb) as t (id uuid, step text, position smallint, title text, number smallint, guild text, agent_code text,
             capability text, inputs jsonb, optional boolean, keep boolean, waiting_on smallint, max_attempts smallint)
        """;

    private const string InsertEdges =
        "insert into task_edges (workspace_id, from_task, to_task) select @WorkspaceId, f, t from unnest(@From, @To) as e (f, t)";

    /// <summary>Commits a run and returns what can start; the caller pushes it to the bus.</summary>
    /// <param name="run">The run.</param>
    /// <param name="also">What else belongs into the same transaction: the row that refers to the run.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then accepted.</param>
    public async Task<AcceptedRun> SubmitAsync(NewRun run, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        var runId = Guid.CreateVersion7(time.GetUtcNow());
        var graph = RunGraph.For(run.Definition, run.Input);
        var ids = graph.ToDictionary(g => g.Step.Key, _ => Guid.CreateVersion7(time.GetUtcNow()));
        var tasks = graph.Select((g, i) => new
        {
            id = ids[g.Step.Key],
            step = g.Step.Key,
            position = i,
            title = g.Step.Title,
            number = g.Step.Number,
            guild = run.Guilds[g.Step.Agent],
            agent_code = g.Step.Agent,
            capability = g.Step.Capability,
            inputs = g.Step.Inputs,
            optional = g.Step.Optional,
            keep = g.Step.Keep,
            waiting_on = g.DependsOn.Count,
            max_attempts = g.Step.MaxAttempts,
        }).ToList();
        var edges = graph.SelectMany(g => g.DependsOn.Select(d => (From: ids[d], To: ids[g.Step.Key]))).ToList();

        await using var scope = await database.BeginAsync(run.WorkspaceId, cancellationToken);
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
        await scope.ExecuteAsync(InsertTasks, new { run.WorkspaceId, RunId = runId, Priority = (short)run.Priority, Tasks = JsonSerializer.Serialize(tasks) }, cancellationToken);
        await scope.ExecuteAsync(InsertEdges, new { run.WorkspaceId, From = edges.Select(e => e.From).ToArray(), To = edges.Select(e => e.To).ToArray() }, cancellationToken);
        if (also is not null)
            await also(scope, runId);
        await scope.CommitAsync(cancellationToken);
        return new(runId, [.. tasks.Where(t => t.waiting_on == 0).Select(t => new ReadyTask(t.id, run.WorkspaceId, t.guild, run.Priority))]);
    }
}
