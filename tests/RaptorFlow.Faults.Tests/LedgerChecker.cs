using Npgsql;

namespace RaptorFlow.Faults.Tests;

/// <summary>
/// Reads the whole ledger after everything has come to rest and says what must not be: runs that are lost, effects that were applied
/// twice, events that are missing, money that is held or overspent, rows of one workspace in another's run.
/// </summary>
internal sealed class LedgerChecker(string superuserConnectionString)
{
    // Each returns the ids of what breaks the rule.
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("every run is over", "select id::text from runs where status not in ('succeeded', 'failed', 'cancelled') or finished_at is null"),
        ("no task is stuck", "select id::text || ' ' || status from tasks where status not in ('succeeded', 'dead', 'cancelled') or lease_until is not null"),
        ("a run ends once, with its last event", """
            select r.id::text from runs r
            where (select count(*) from run_events e where e.run_id = r.id and e.type in ('run.succeeded', 'run.failed', 'run.cancelled')) <> 1
               or (select e.type from run_events e where e.run_id = r.id order by seq desc limit 1) <> 'run.' || r.status
            """),
        ("a run that succeeded has no step left out", "select r.id::text from runs r where r.status = 'succeeded' and exists (select from tasks t where t.run_id = r.id and t.status <> 'succeeded' and not t.optional)"),
        ("events have no gap", """
            select r.id::text from runs r
            where (select (count(*), coalesce(min(seq), 1), coalesce(max(seq), 0)) from run_events e where e.run_id = r.id) <> (r.event_seq, 1::bigint, r.event_seq)
            """),
        ("a task succeeds once, after it was started", """
            select t.id::text from tasks t
            where t.status = 'succeeded' and t.approval is null
              and ((select count(*) from run_events e where e.task_id = t.id and e.type = 'task.succeeded') <> 1
                or (select max(seq) from run_events e where e.task_id = t.id and e.type = 'task.started') > (select seq from run_events e where e.task_id = t.id and e.type = 'task.succeeded' limit 1))
            """),
        ("no other task has a success", "select e.task_id::text from run_events e join tasks t on t.id = e.task_id where e.type = 'task.succeeded' and t.status <> 'succeeded'"),
        ("every start has its attempt", """
            select t.id::text from tasks t
            where (select count(*) from run_events e where e.task_id = t.id and e.type = 'task.started') <> (select count(*) from task_attempts a where a.task_id = t.id)
            """),
        ("one attempt succeeded, the last", """
            select t.id::text from tasks t
            where t.status = 'succeeded' and (select count(*) from task_attempts a where a.task_id = t.id and a.outcome = 'succeeded' and a.fence = t.fence and a.attempt = t.attempt) <> 1
            """),
        ("the result kept is that of the attempt that succeeded", "select id::text from tasks where status = 'succeeded' and (result #>> '{output,attempt}')::int <> attempt"),
        ("an effect is applied once, and is the kept execution's", """
            select t.id::text from tasks t
            where t.status = 'succeeded' and array(select d.choice from decisions d where d.task_id = t.id) <> array[result #>> '{output,nonce}']
            """),
        ("no effect of an execution that was not kept", "select d.task_id::text from decisions d join tasks t on t.id = d.task_id where t.status <> 'succeeded'"),
        ("what builds on a result has seen the kept one", """
            select t.id::text || ' ' || s.key from tasks t, jsonb_each_text(t.result #> '{output,saw}') s
            join tasks f on true
            where t.status = 'succeeded' and f.run_id = t.run_id and f.step = s.key and f.result #>> '{output,nonce}' <> s.value
            """),
        ("what a step waited for had ended", """
            select e.to_task::text from task_edges e join tasks f on f.id = e.from_task join tasks t on t.id = e.to_task
            where t.status = 'succeeded' and (f.finished_at is null or f.status not in ('succeeded', 'dead') or f.finished_at > t.finished_at)
            """),
        ("no money is held", "select id::text from budget_holds union all select id::text from budgets where held_micros <> 0"),
        ("what was spent is what the calls cost", """
            select b.id::text from budgets b
            where b.scope = 'workspace_month' and b.spent_micros <> (select coalesce(sum(cost_micros), 0) from cost_entries c where c.workspace_id = b.workspace_id and to_char(c.at at time zone 'UTC', 'YYYY-MM') = b.scope_id)
            """),
        ("nothing is spent over a cap", "select id::text from budgets where limit_micros is not null and spent_micros > limit_micros"),
        // Those of leases, holds and waits lie ahead, and are over by now.
        ("times are the database's", """
            select w.what || ' ' || w.at from (
                select 'run ' || id as what, unnest(array[created_at, started_at, finished_at]) as at from runs
                union all select 'task ' || id, unnest(array[pushed_at, started_at, finished_at]) from tasks
                union all select 'attempt of ' || task_id, unnest(array[started_at, finished_at]) from task_attempts
                union all select 'event of ' || run_id, at from run_events
                union all select 'decision ' || id, at from decisions
                union all select 'cost ' || id, at from cost_entries
                union all select 'guild of ' || host, seen_at from guild_registrations
            ) w where w.at > now() or w.at < (select min(created_at) from runs) - interval '1 minute'
            """),
        ("no row of another workspace", """
            select r.id::text from runs r where exists (select from tasks t where t.run_id = r.id and t.workspace_id <> r.workspace_id)
               or exists (select from run_events e where e.run_id = r.id and e.workspace_id <> r.workspace_id)
               or exists (select from decisions d where d.run_id = r.id and d.workspace_id <> r.workspace_id)
               or exists (select from cost_entries c where c.run_id = r.id and c.workspace_id <> r.workspace_id)
               or exists (select from tasks t join task_attempts a on a.task_id = t.id where t.run_id = r.id and a.workspace_id <> r.workspace_id)
            """),
    ];

    /// <param name="accepted">Runs that somebody was told are accepted.</param>
    /// <returns>What is wrong, a line for each rule; none when all is well.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(IReadOnlyCollection<Guid> accepted, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(superuserConnectionString + ";Command Timeout=300");
        // For the checker alone: the product never looks for a task's events.
        await using (var index = source.CreateCommand("create index if not exists checker_events on run_events (task_id); analyze"))
            await index.ExecuteNonQueryAsync(cancellationToken);
        var wrong = new List<string>();
        var known = (await QueryAsync(source, "select id::text from runs", cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var lost = accepted.Select(r => r.ToString()).Where(r => !known.Contains(r)).ToList();
        Note("no accepted run is lost", lost);
        foreach (var (rule, sql) in Rules)
            Note(rule, await QueryAsync(source, sql, cancellationToken));
        return wrong;

        void Note(string rule, IReadOnlyList<string> broken)
        {
            if (broken.Count > 0)
                wrong.Add($"{rule}: {broken.Count}, such as {string.Join(", ", broken.Take(3))}");
        }
    }

    private static async Task<IReadOnlyList<string>> QueryAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }
}
