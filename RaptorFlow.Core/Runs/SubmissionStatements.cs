using System.Diagnostics;
using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>A run as it is about to be written.</summary>
internal sealed record Submission
{
    public required Guid Id { get; init; }
    public required NewRun Run { get; init; }
    public required IReadOnlyList<TaskRow> Tasks { get; init; }
    public required IReadOnlyList<(Guid From, Guid To)> Edges { get; init; }
    public string? TraceParent { get; } = Activity.Current?.Id;

    /// <summary>Those that no guild can do.</summary>
    public IEnumerable<TaskRow> Unserved => Tasks.Where(t => t.guild is null);

    public AcceptedRun Accepted => new(Id, [.. Tasks.Where(t => t is { waiting_on: 0, guild: not null }).Select(t => new ReadyTask(t.id, Run.WorkspaceId, t.lane!, Run.Priority))]);

    public static Submission Of(NewRun run, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var graph = RunGraph.For(run.Definition, run.Input);
        var ids = graph.ToDictionary(g => g.Step.Key, _ => Guid.CreateVersion7(now));
        var served = graph.Where(g => run.Places.ContainsKey(g.Step.Agent)).Select(g => g.Step.Key).ToHashSet();
        return new()
        {
            Id = id,
            Run = run,
            Tasks = [.. graph.Select((g, i) =>
            {
                var place = run.Places.GetValueOrDefault(g.Step.Agent);
                return new TaskRow(ids[g.Step.Key], id, run.WorkspaceId, g.Step.Key, i, g.Step.Title, g.Step.Number, place?.Guild, place?.Lane, g.Step.Agent, g.Step.Capability,
                    g.Step.Inputs, g.Step.Approval, g.Step.Optional, g.Step.Keep, (short)run.Priority, g.DependsOn.Count(served.Contains), g.Step.MaxAttempts,
                    place is null ? $"No guild brings {g.Step.Agent}." : null);
            })],
            Edges = [.. graph.SelectMany(g => g.DependsOn.Select(d => (ids[d], ids[g.Step.Key])))],
        };
    }
}

/// <summary>A task about to be written, named as the columns that read it.</summary>
internal sealed record TaskRow(
    Guid id, Guid run_id, Guid workspace_id, string step, int position, string title, int? number, string? guild, string? lane, string agent_code, string? capability,
    IReadOnlyDictionary<string, string> inputs, Workflows.ApprovalRule? approval, bool optional, bool keep, short priority, int waiting_on, int max_attempts, string? error);

/// <summary>The statements that write runs with their tasks and edges, dated by the database's clock.</summary>
internal static class SubmissionStatements
{
    private const string InsertRuns = """
        insert into runs (id, workspace_id, campaign_id, workflow, definition, input, status, priority, traceparent, request_id, created_by, created_at, deadline, fresh_since)
        select r.id, r.workspace_id, r.campaign_id, r.workflow, r.definition::jsonb, r.input::jsonb, 'queued', r.priority, r.traceparent, r.request_id, r.created_by, now(), now() + r.time_limit, case when r.fresh then now() end
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[], $10::uuid[], $11::interval[], $12::boolean[])
            as r (id, workspace_id, campaign_id, workflow, definition, input, priority, traceparent, request_id, created_by, time_limit, fresh)
        """;

    private const string InsertTasks = """
        insert into tasks (id, workspace_id, run_id, step, position, title, number, guild, lane, agent_code, capability, inputs, approval, optional, keep,
                           status, priority, waiting_on, max_attempts, pushed_at, error, cause, finished_at)
        select t.id, t.workspace_id, t.run_id, t.step, t.position, t.title, t.number, coalesce(t.guild, $2), coalesce(t.lane, $2), t.agent_code, t.capability, t.inputs, t.approval,
               t.optional, t.keep, case when t.guild is null then 'dead' else 'queued' end, t.priority, t.waiting_on, t.max_attempts, case when t.waiting_on = 0 then now() end,
               t.error, case when t.guild is null then 'unserved' end, case when t.guild is null then now() end
        from jsonb_to_recordset($1::jsonb) as t (id uuid, workspace_id uuid, run_id uuid, step text, position smallint, title text, number smallint, guild text, lane text, agent_code text,
             capability text, inputs jsonb, approval jsonb, optional boolean, keep boolean, priority smallint, waiting_on smallint, max_attempts smallint, error text)
        """;

    private const string InsertEdges = "insert into task_edges (workspace_id, from_task, to_task) select * from unnest($1::uuid[], $2::uuid[], $3::uuid[])";

    private const string InsertBudgets = """
        insert into budgets (id, workspace_id, scope, scope_id, limit_micros) select gen_random_uuid(), workspace_id, 'run', run_id::text, most
        from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as b (workspace_id, run_id, most)
        """;

    public static void Add(StatementBatch batch, IReadOnlyList<Submission> runs)
    {
        batch.Execute(InsertRuns, Each(s => s.Id), Each(s => s.Run.WorkspaceId), Each(s => s.Run.CampaignId), Each(s => s.Run.Definition.Name), Each(s => CoreJson.Serialize(s.Run.Definition)),
            Each(s => s.Run.Input.GetRawText()), Each(s => (short)s.Run.Priority), Each(s => s.TraceParent), Each(s => s.Run.RequestId), Each(s => s.Run.UserId),
            Each(s => s.Run.TimeLimit ?? s.Run.Definition.TimeLimit), Each(s => s.Run.Fresh));
        batch.Execute(InsertTasks, JsonSerializer.Serialize(runs.SelectMany(s => s.Tasks)), RunSubmission.NoGuild);
        var edges = runs.SelectMany(s => s.Edges.Select(e => (s.Run.WorkspaceId, e.From, e.To))).ToList();
        if (edges.Count > 0)
            batch.Execute(InsertEdges, edges.Select(e => e.WorkspaceId).ToArray(), edges.Select(e => e.From).ToArray(), edges.Select(e => e.To).ToArray());
        var limits = runs.Where(s => (s.Run.BudgetMicros ?? s.Run.Definition.BudgetMicros) is not null).ToList();
        if (limits.Count > 0)
        {
            batch.Execute(InsertBudgets, limits.Select(s => s.Run.WorkspaceId).ToArray(), limits.Select(s => s.Id).ToArray(),
                limits.Select(s => (s.Run.BudgetMicros ?? s.Run.Definition.BudgetMicros)!.Value).ToArray());
        }

        T[] Each<T>(Func<Submission, T> part) => [.. runs.Select(part)];
    }
}
