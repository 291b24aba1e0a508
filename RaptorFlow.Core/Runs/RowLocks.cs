using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// Statements that lock rows by key in one order for everybody: runs before tasks, each by id, so that none can deadlock with another.
/// Laterally, because then no plan can read a table in the order of its index to spare itself the sort. $1: ids.
/// </summary>
internal static class RowLocks
{
    public const string Runs = """
        select r.id from (select distinct unnest($1::uuid[]) as id order by 1) as k cross join lateral (select id from runs where id = k.id for update) as r
        """;

    public const string Tasks = """
        select t.id from (select distinct unnest($1::uuid[]) as id order by 1) as k cross join lateral (select id from tasks where id = k.id for update) as t
        """;

    public const string RunsOfTasks = """
        select r.id from (
            select distinct t.run_id as id from unnest($1::uuid[]) as i (id) cross join lateral (select run_id from tasks where id = i.id offset 0) as t order by 1
        ) as k cross join lateral (select id from runs where id = k.id for update) as r
        """;

    /// <summary>Takes the runs' rows first, so that every change of a run waits its turn and none can deadlock with another.</summary>
    public static Task TakeRunsAsync(Scope scope, IReadOnlyCollection<Guid> runIds, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(scope);
        batch.Query(Runs, runIds.ToArray());
        return batch.SendAsync(cancellationToken);
    }
}
