using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>A result to be kept.</summary>
/// <param name="Claim">The claim it was worked on under.</param>
/// <param name="Result">The agent's result.</param>
/// <param name="Next">What its host can go on with at once; null for nothing.</param>
internal sealed record Completion(TaskClaim Claim, AgentResult Result, Continuation? Next)
{
    public string ResultJson { get; } = CoreJson.Serialize(Result);
}

/// <summary>What a host can claim in the very transaction that completes a task: dependents of that task, while it has slots to spare.</summary>
/// <param name="Host">The host.</param>
/// <param name="Lease">How long its claims last.</param>
/// <param name="Slots">By lane, how many slots are free for them.</param>
public sealed record Continuation(string Host, TimeSpan Lease, IReadOnlyDictionary<string, int> Slots);

/// <summary>The statements that complete many tasks in one transaction, each guarded by its own fence.</summary>
internal sealed class CompletionStatements
{
    private const string Succeed = """
        with item as (
            select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
                as i (id, fence, result, model, input_tokens, output_tokens, cost_micros)
        ), done as (
            update tasks t set status = 'succeeded', result = i.result::jsonb, finished_at = now(), lease_until = null, error = null
            from item i where t.id = i.id and t.fence = i.fence and t.status = 'running'
            returning t.id, t.workspace_id, t.run_id, t.lane, t.priority, t.fence, t.attempt, t.host, t.started_at, i.model, i.input_tokens, i.output_tokens, i.cost_micros
        ), ended as (
            insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at, finished_at, outcome, model, input_tokens, output_tokens, cost_micros)
            select workspace_id, id, fence, attempt, host, started_at, now(), 'succeeded', model, input_tokens, output_tokens, cost_micros from done
        ), freed as (
            update tasks d
            set waiting_on = d.waiting_on - e.n, pushed_at = case when d.waiting_on = e.n and d.status = 'queued' then now() end
            from (select e.to_task, count(*)::smallint as n from task_edges e join done on done.id = e.from_task group by e.to_task) e
            where d.id = e.to_task and d.status in ('queued', 'paused') and d.waiting_on > 0
            returning d.id, d.workspace_id, d.run_id, d.lane, d.priority, d.waiting_on, d.status
        )
        select id, workspace_id, run_id, lane, priority, 0::smallint as waiting_on, 'succeeded' as status from done
        union all
        select id, workspace_id, run_id, lane, priority, waiting_on, status from freed
        """;

    private const string Tell = $$"""
        with done as (
            select t.id, t.workspace_id, t.run_id, t.step, t.position, i.data
            from unnest($1::uuid[], $2::bigint[], $3::text[]) as i (id, fence, data) join tasks t on t.id = i.id and t.fence = i.fence
            where t.status = 'succeeded' and t.xmin = pg_current_xact_id()::xid
        ), counted as (
            update runs r
            set event_seq = r.event_seq + p.n + p.over, status = case p.over when 1 then 'succeeded' else r.status end, finished_at = case p.over when 1 then now() end
            from (
                select d.run_id, count(*) as n,
                       (not exists (select from tasks o where o.run_id = d.run_id and o.status in {{Statuses.OpenTasks}}))::int as over
                from done d group by d.run_id
            ) p
            where r.id = p.run_id
            returning r.id, r.workspace_id, r.event_seq - p.n - p.over as base, p.n, p.over
        ), told as (
            insert into run_events (workspace_id, run_id, seq, type, task_id, step, data)
            select d.workspace_id, d.run_id, c.base + row_number() over (partition by d.run_id order by d.position, d.id), 'task.succeeded', d.id, d.step, d.data::jsonb
            from done d join counted c on c.id = d.run_id
        )
        insert into run_events (workspace_id, run_id, seq, type, data)
        select workspace_id, id, base + n + 1, 'run.succeeded', '{}' from counted where over = 1
        """;

    private const string Decide = """
        insert into decisions (id, workspace_id, run_id, task_id, agent_code, kind, choice, reasons, alternatives)
        select d.id, t.workspace_id, t.run_id, t.id, t.agent_code, d.said ->> 'kind', d.said ->> 'choice',
               array(select jsonb_array_elements_text(d.said -> 'reasons')), array(select jsonb_array_elements_text(d.said -> 'alternatives'))
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[]) as d (id, task_id, fence, said) join tasks t on t.id = d.task_id and t.fence = d.fence
        where t.status = 'succeeded' and t.xmin = pg_current_xact_id()::xid
        """;

    // A campaign's foundation: outputs of the steps marked keep.
    private const string Keep = """
        insert into campaign_foundations (workspace_id, campaign_id, step, run_id, task_id, output)
        select t.workspace_id, r.campaign_id, t.step, t.run_id, t.id, t.result -> 'output'
        from tasks t join runs r on r.id = t.run_id
        where t.id = any($1) and t.keep and r.campaign_id is not null and t.status = 'succeeded' and t.xmin = pg_current_xact_id()::xid
        on conflict (campaign_id, step) do update set run_id = excluded.run_id, task_id = excluded.task_id, output = excluded.output, updated_at = now()
        """;

    private readonly IReadOnlyList<QueuedTask> _touched;
    private readonly ClaimStatements? _claims;

    public CompletionStatements(StatementBatch batch, IReadOnlyList<Completion> all)
    {
        // The same claim twice is one completion; the second is answered as stale.
        var items = all.DistinctBy(i => (i.Claim.Id, i.Claim.Fence)).ToList();
        var ids = items.Select(i => i.Claim.Id).ToArray();
        var fences = items.Select(i => i.Claim.Fence).ToArray();
        batch.Query(RowLocks.Runs, items.Select(i => i.Claim.RunId).Distinct().ToArray());
        batch.Query(RowLocks.Tasks, ids);
        _touched = batch.Query<QueuedTask>(Succeed, ids, fences,
            items.Select(i => i.ResultJson).ToArray(), items.Select(i => i.Result.Model).ToArray(),
            items.Select(i => i.Result.InputTokens).ToArray(), items.Select(i => i.Result.OutputTokens).ToArray(), items.Select(i => i.Result.CostMicros).ToArray());
        batch.Execute(Tell, ids, fences, items.Select(i => Told(i.Result)).ToArray());
        AddDecisions(batch, items);
        if (items.Any(i => i.Claim.CampaignId is not null))
            batch.Execute(Keep, ids);
        // One process completes here, so that all of these are of one host.
        if (Slots(items) is { Count: > 0 } slots && items.Select(i => i.Next).OfType<Continuation>().First() is var next)
            _claims = ClaimStatements.AddFreed(batch, slots, next.Host, next.Lease);
    }

    /// <summary>What came of each item, once the batch has been sent: null where the fence was stale.</summary>
    public IReadOnlyList<LedgerChange?> Changes(IReadOnlyList<Completion> items)
    {
        var done = _touched.Where(t => t.Status == Statuses.Succeeded).Select(t => t.Id).ToHashSet();
        var claims = _claims?.Claims() ?? [];
        var claimed = claims.Select(c => c.Id).ToHashSet();
        var ready = _touched.Where(t => !claimed.Contains(t.Id)).ToLookup(t => t.RunId);
        var told = new HashSet<Guid>();
        return
        [
            .. items.Select(i => done.Remove(i.Claim.Id)
                ? told.Add(i.Claim.RunId)
                    ? new LedgerChange(QueuedTask.Ready(ready[i.Claim.RunId]), [new(i.Claim.WorkspaceId, i.Claim.RunId)]) { Claims = Freed(i) }
                    : LedgerChange.None with { Claims = Freed(i) }
                : null),
        ];

        TaskClaim[] Freed(Completion item) => [.. claims.Where(c => c.FreedBy == item.Claim.Id)];
    }

    /// <summary>Makes the result of a task that succeeded in this transaction part of its campaign's foundation, if its step is marked keep.</summary>
    public static Task KeepAsync(Scope scope, Guid taskId, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(scope);
        batch.Execute(Keep, new[] { taskId });
        return batch.SendAsync(cancellationToken);
    }

    // What the event of a success says.
    private static string Told(AgentResult result) => JsonSerializer.Serialize(
        new { duration_ms = result.DurationMs, confidence = result.Confidence, model = result.Model, cost_micros = result.CostMicros, open_questions = result.OpenQuestions.Count },
        CoreJson.Options);

    private static void AddDecisions(StatementBatch batch, List<Completion> items)
    {
        var decisions = items.SelectMany(i => i.Result.Decisions.Select(d => (i.Claim, Said: CoreJson.Serialize(d)))).ToList();
        if (decisions.Count > 0)
        {
            batch.Execute(Decide, decisions.Select(_ => Guid.CreateVersion7()).ToArray(), decisions.Select(d => d.Claim.Id).ToArray(),
                decisions.Select(d => d.Claim.Fence).ToArray(), decisions.Select(d => d.Said).ToArray());
        }
    }

    private static List<(Guid Task, string Lane, int Count)> Slots(List<Completion> items) =>
        [.. items.Where(i => i.Next is not null).SelectMany(i => i.Next!.Slots.Where(s => s.Value > 0).Select(s => (i.Claim.Id, s.Key, s.Value)))];
}
