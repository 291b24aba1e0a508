using System.Text.Json;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>An answer that was paid for.</summary>
/// <param name="Key">What was asked, so that the same question finds it.</param>
/// <param name="Answer">The answer, as its reader wrote it.</param>
public sealed record RecordedAnswer(string Key, JsonElement Answer);

/// <summary>The answers that tasks were given.</summary>
public interface IRecordedAnswers
{
    /// <summary>What the task, or the one that it is the fork of, was answered to the same question.</summary>
    /// <param name="scope">The task.</param>
    /// <param name="key">What is asked.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    Task<JsonElement?> FindAsync(CostScope scope, string key, CancellationToken cancellationToken);
}

internal sealed class RecordedAnswers(Database database) : IRecordedAnswers
{
    // A run that is to be fresh takes nothing from before it was asked to be so.
    private const string Find = """
        select a.answer from tasks t join runs r on r.id = t.run_id
        cross join lateral (
            select t.id union all select o.id from tasks o where o.run_id = r.forked_from and o.step = t.step
        ) as s (id)
        join recorded_answers a on a.task_id = s.id and a.key = $2 and (r.fresh_since is null or a.at >= r.fresh_since)
        where t.id = $1
        order by a.at desc limit 1
        """;

    /// <summary>For a statement that books the task's call, with the task as $6, the key as $23 and the answer as $24; without a key nothing is kept.</summary>
    // The task may have been pruned while its last call was under way.
    public const string Insert = """
        insert into recorded_answers (task_id, key, workspace_id, answer, at)
        select t.id, $23, t.workspace_id, $24, now() from booked cross join tasks t where t.id = $6 and $23::text is not null
        on conflict (task_id, key) do update set answer = excluded.answer, at = excluded.at
        """;

    public async Task<JsonElement?> FindAsync(CostScope scope, string key, CancellationToken cancellationToken)
    {
        var batch = database.Batch([scope.WorkspaceId]);
        var found = batch.Query<Found>(Find, scope.TaskId, key);
        await batch.SendAsync(cancellationToken);
        return found is [var kept] ? JsonElement.Parse(kept.Answer) : null;
    }

    private sealed record Found
    {
        public string Answer { get; init; } = "";
    }
}
