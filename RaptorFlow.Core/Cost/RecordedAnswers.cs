using System.Text.Json;
using Dapper;
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
        join recorded_answers a on a.task_id = s.id and a.key = @Key and (r.fresh_since is null or a.at >= r.fresh_since)
        where t.id = @TaskId
        order by a.at desc limit 1
        """;

    // The task may have been pruned while its last call was under way.
    private const string Insert = """
        insert into recorded_answers (task_id, key, workspace_id, answer, at)
        select id, @Key, workspace_id, @Answer, now() from tasks where id = @TaskId
        on conflict (task_id, key) do update set answer = excluded.answer, at = excluded.at
        """;

    public async Task<JsonElement?> FindAsync(CostScope scope, string key, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginAsync(scope.WorkspaceId, cancellationToken);
        var found = await transaction.Connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(Find, new { scope.TaskId, Key = key }, cancellationToken: cancellationToken));
        return found is null ? null : JsonElement.Parse(found);
    }

    public static Task KeepAsync(Scope transaction, CostScope scope, RecordedAnswer answer, CancellationToken cancellationToken) =>
        transaction.Connection.ExecuteAsync(new CommandDefinition(Insert, new { scope.TaskId, answer.Key, Answer = answer.Answer.GetRawText() }, cancellationToken: cancellationToken));
}
