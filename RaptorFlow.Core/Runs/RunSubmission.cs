using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Accepts runs: run, tasks, edges and first events in one transaction. Accepted means committed. Those that come at once share a transaction.</summary>
public sealed class RunSubmission
{
    /// <summary>The guild of a task that no guild can do.</summary>
    public const string NoGuild = "unknown";

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Gatherer<Submission, AcceptedRun> _plain;

    public RunSubmission(Database database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _plain = new(WriteAsync);
    }

    /// <summary>Commits a run and returns what can start; the caller pushes it to the bus.</summary>
    /// <param name="run">The run.</param>
    /// <param name="also">What else belongs into the same transaction: rows that refer to the run or that it refers to.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then accepted, unless it was being written already.</param>
    public async Task<AcceptedRun> SubmitAsync(NewRun run, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        var submission = Submission.Of(run, _time.GetUtcNow());
        if (also is null && submission.Tasks.Count > 0 && !submission.Unserved.Any())
            return await _plain.WriteAsync(submission).WaitAsync(cancellationToken);
        await using var scope = await _database.BeginAsync(run.WorkspaceId, cancellationToken);
        if (also is not null)
            await also(scope, submission.Id);
        var batch = new StatementBatch(scope);
        SubmissionStatements.Add(batch, [submission]);
        await batch.SendAsync(cancellationToken);
        await BeginAsync(scope, submission, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return submission.Accepted;
    }

    private async Task<IReadOnlyList<AcceptedRun>> WriteAsync(IReadOnlyList<Submission> runs)
    {
        var batch = _database.Batch(runs.Select(s => s.Run.WorkspaceId).Distinct());
        SubmissionStatements.Add(batch, runs);
        await batch.SendAsync(CancellationToken.None);
        return [.. runs.Select(s => s.Accepted)];
    }

    // What nobody can do is over before it begins, and so is a run of which nothing remains.
    private static async Task BeginAsync(Scope scope, Submission run, CancellationToken cancellationToken)
    {
        var events = run.Unserved.Select(t => new NewEvent(run.Id, run.Run.WorkspaceId, EventTypes.TaskDead, t.id, t.step, new { error = t.error, cause = "unserved", attempt = 0, optional = true })).ToList();
        if (events.Count == run.Tasks.Count)
        {
            await scope.ExecuteAsync("update runs set status = 'succeeded', started_at = now(), finished_at = now() where id = @RunId", new { RunId = run.Id }, cancellationToken);
            events.Add(new(run.Id, run.Run.WorkspaceId, EventTypes.RunSucceeded, null, null, new { }));
        }
        await RunEvents.AppendAsync(scope, events, cancellationToken);
    }
}
