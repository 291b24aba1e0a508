using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>The statements that claim tasks, for a batch that already holds the row locks of their runs.</summary>
internal sealed class ClaimStatements
{
    // {0}: the ids of tasks that may be claimed. What this very transaction has written is known by its xmin.
    // waiting_on + 0 keeps the planner from the index of ready tasks, which it takes for empty and would read whole.
    private const string Claim = """
        with taken as (
            update tasks t
            set status = 'running', attempt = t.attempt + 1, fence = t.fence + 1, host = $2, lease_until = now() + $3, started_at = now(), error = null, cause = null
            from runs r
            where t.id in ({0}) and t.run_id = r.id and t.status = 'queued' and t.waiting_on + 0 = 0
              and (t.not_before is null or t.not_before <= now()) and r.status in ('queued', 'running') and (r.deadline is null or r.deadline > now())
            returning t.id, t.workspace_id, t.run_id, t.step, t.position, t.guild, t.lane, t.agent_code, t.capability, t.inputs, t.given, t.attempt, t.max_attempts, t.fence,
                      t.round, t.result -> 'output' as partial, t.approval, r.campaign_id, r.created_by, r.request_id, r.traceparent, r.deadline, r.fresh_since is not null as fresh, r.status as run_status
        ), counted as (
            update runs r set event_seq = r.event_seq + p.n + p.starts, status = 'running', started_at = coalesce(r.started_at, now())
            from (select run_id, count(*) as n, max((run_status = 'queued')::int) as starts from taken group by run_id) p
            where r.id = p.run_id
            returning r.id, r.workspace_id, r.workflow, r.event_seq - p.n - p.starts as base, p.starts
        ), begun as (
            insert into run_events (workspace_id, run_id, seq, type, data)
            select workspace_id, id, base + 1, 'run.started', jsonb_build_object('workflow', workflow) from counted where starts = 1
        ), told as (
            insert into run_events (workspace_id, run_id, seq, type, task_id, step, data)
            select t.workspace_id, t.run_id, c.base + c.starts + row_number() over (partition by t.run_id order by t.position, t.id), 'task.started', t.id, t.step,
                   jsonb_build_object('agent', t.agent_code, 'attempt', t.attempt)
            from taken t join counted c on c.id = t.run_id
        )
        select id, workspace_id, run_id, step, guild, lane, agent_code, capability, inputs, given, attempt, max_attempts, fence, round, partial, approval,
               campaign_id, created_by, request_id, traceparent, deadline, fresh,
               array(select d.lane from task_edges e join tasks d on d.id = e.to_task where e.from_task = taken.id) as next_lanes, {1} as freed_by
        from taken order by position, id
        """;

    private const string Outputs = """
        select e.to_task, f.step, f.agent_code, f.result -> 'output' as output, f.error, f.parent_id is not distinct from e.to_task as child
        from tasks t join task_edges e on e.to_task = t.id join tasks f on f.id = e.from_task
        where t.id in ({0}) and t.status = 'running' and t.xmin = pg_current_xact_id()::xid and (f.status = 'succeeded' or f.parent_id = e.to_task)
        order by f.position, f.id
        """;

    private const string RunInputs = """
        select id, input from runs
        where id in (select t.run_id from tasks t where t.id in ({0}) and t.status = 'running' and t.xmin = pg_current_xact_id()::xid)
        """;

    private const string Named = "select unnest($1::uuid[])";

    // Those that the completions of this transaction freed, as many of each lane as the completing host has slots for.
    private const string Freed = """
        select ready.id from (
            select d.id, f.n, row_number() over (partition by f.id, d.lane order by d.position, d.id) as turn
            from unnest($1::uuid[], $4::text[], $5::int[]) as f (id, lane, n)
            join tasks s on s.id = f.id and s.status = 'succeeded' and s.xmin = pg_current_xact_id()::xid
            join task_edges e on e.from_task = f.id
            join tasks d on d.id = e.to_task and d.lane = f.lane
            where d.status = 'queued' and d.waiting_on + 0 = 0
        ) as ready where ready.turn <= ready.n
        """;

    private const string Dependents = "select to_task from task_edges where from_task = any($1::uuid[])";

    private static readonly string ClaimNamed = Format(Claim, Named, "null::uuid");
    private static readonly string OutputsOfNamed = Format(Outputs, Named);
    private static readonly string InputsOfNamed = Format(RunInputs, Named);
    private static readonly string ClaimFreed = Format(Claim, Freed, "(select e.from_task from task_edges e where e.to_task = taken.id and e.from_task = any($1::uuid[]) limit 1)");
    private static readonly string OutputsOfFreed = Format(Outputs, Dependents);
    private static readonly string InputsOfFreed = Format(RunInputs, Dependents);

    private readonly IReadOnlyList<TaskClaim> _claims;
    private readonly IReadOnlyList<TaskOutput> _outputs;
    private readonly IReadOnlyList<RunInput> _inputs;

    private ClaimStatements(IReadOnlyList<TaskClaim> claims, IReadOnlyList<TaskOutput> outputs, IReadOnlyList<RunInput> inputs)
    {
        _claims = claims;
        _outputs = outputs;
        _inputs = inputs;
    }

    /// <summary>Claims those of the tasks that are due.</summary>
    public static ClaimStatements Add(StatementBatch batch, Guid[] tasks, string host, TimeSpan lease) => new(
        batch.Query<TaskClaim>(ClaimNamed, tasks, host, lease), batch.Query<TaskOutput>(OutputsOfNamed, tasks), batch.Query<RunInput>(InputsOfNamed, tasks));

    /// <summary>Claims tasks that completions of the same transaction freed.</summary>
    /// <param name="batch">The completions' batch.</param>
    /// <param name="slots">For each completed task and lane, how many of its dependents may be claimed.</param>
    /// <param name="host">The host that completes.</param>
    /// <param name="lease">How long the claims last.</param>
    public static ClaimStatements AddFreed(StatementBatch batch, IReadOnlyList<(Guid Task, string Lane, int Count)> slots, string host, TimeSpan lease)
    {
        var completed = slots.Select(s => s.Task).ToArray();
        return new(
            batch.Query<TaskClaim>(ClaimFreed, completed, host, lease, slots.Select(s => s.Lane).ToArray(), slots.Select(s => s.Count).ToArray()),
            batch.Query<TaskOutput>(OutputsOfFreed, completed),
            batch.Query<RunInput>(InputsOfFreed, completed));
    }

    /// <summary>The claims with their inputs, once the batch has been sent.</summary>
    public IReadOnlyList<TaskClaim> Claims()
    {
        if (_claims.Count == 0)
            return [];
        var outputs = _outputs.ToLookup(o => o.ToTask);
        var inputs = _inputs.ToDictionary(i => i.Id, i => i.Input);
        return [.. _claims.Select(c => c with { RunInput = inputs[c.RunId], Outputs = [.. outputs[c.Id]] })];
    }

    private static string Format(string sql, params string[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
            sql = sql.Replace($"{{{i}}}", parts[i], StringComparison.Ordinal);
        return sql;
    }

    private sealed record RunInput
    {
        public Guid Id { get; init; }
        public JsonElement Input { get; init; }
    }
}
