using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>An event about to be recorded.</summary>
internal sealed record NewEvent(Guid RunId, Guid WorkspaceId, string Type, Guid? TaskId, string? Step, object Data);

/// <summary>Numbers and stores events. The numbering takes the run's row lock, which also puts all changes of one run in order.</summary>
internal static class RunEvents
{
    private const string Insert = """
        with next as (
            update runs set event_seq = event_seq + cardinality(@Types) where id = @RunId returning workspace_id, event_seq - cardinality(@Types) as base
        )
        insert into run_events (workspace_id, run_id, seq, type, task_id, step, data)
        select next.workspace_id, @RunId, next.base + e.n, e.type, e.task_id, e.step, e.data::jsonb
        from next, unnest(@Types, @TaskIds, @Steps, @Data) with ordinality as e (type, task_id, step, data, n)
        order by e.n
        """;

    /// <returns>The runs that have new events.</returns>
    public static async Task<IReadOnlyList<ChangedRun>> AppendAsync(Scope scope, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var changed = new List<ChangedRun>();
        foreach (var run in events.GroupBy(e => new ChangedRun(e.WorkspaceId, e.RunId)))
        {
            await scope.ExecuteAsync(Insert, new
            {
                run.Key.RunId,
                Types = run.Select(e => e.Type).ToArray(),
                TaskIds = run.Select(e => e.TaskId).ToArray(),
                Steps = run.Select(e => e.Step).ToArray(),
                Data = run.Select(e => JsonSerializer.Serialize(e.Data, CoreJson.Options)).ToArray(),
            }, cancellationToken);
            changed.Add(run.Key);
        }
        return changed;
    }
}
