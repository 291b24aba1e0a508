using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Ends attempts, each guarded by its fence. Successes of concurrent tasks are gathered and written together.</summary>
public sealed class TaskCompletion
{
    private const int MostCharacters = 2_000;

    private const string RetrySql = """
        update tasks t set status = case r.status when 'paused' then 'paused' else 'queued' end, error = @Error, cause = @Cause,
               not_before = case when @Delay > interval '0' then now() + @Delay end, lease_until = null, pushed_at = null
        from runs r
        where t.id = @Id and t.fence = @Fence and t.status = 'running' and r.id = t.run_id
        returning coalesce(t.not_before, now())
        """;

    private const string DieSql = """
        update tasks set status = 'dead', error = @Error, cause = @Cause, finished_at = now(), lease_until = null
        where id = @Id and fence = @Fence and status in ('running', 'awaiting_approval')
        returning optional
        """;

    private const string EndAttemptSql = """
        insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at, finished_at, outcome, error, cause, model, input_tokens, output_tokens, cost_micros)
        select workspace_id, id, fence, @Attempt, host, started_at, now(), @Outcome, @Error, @Cause, @Model, @InputTokens, @OutputTokens, @CostMicros
        from tasks where id = @Id and fence = @Fence
        on conflict do nothing
        """;

    private readonly Database _database;
    private readonly RetryPolicy _retries;
    private readonly Gatherer<Completion, LedgerChange?> _successes;

    public TaskCompletion(Database database, RetryPolicy retries)
    {
        _database = database;
        _retries = retries;
        _successes = new(WriteAsync);
    }

    /// <summary>Keeps the result and frees what waited for it. Null when the fence is stale and nothing was changed.</summary>
    /// <param name="claim">The claim it was worked on under.</param>
    /// <param name="result">The agent's result.</param>
    /// <param name="next">What the host can go on with at once.</param>
    /// <param name="cancellationToken">Ends the waiting, not the write.</param>
    public Task<LedgerChange?> SucceedAsync(TaskClaim claim, AgentResult result, Continuation? next, CancellationToken cancellationToken) =>
        _successes.WriteAsync(new(claim, result, next)).WaitAsync(cancellationToken);

    /// <summary>Puts the task back for another attempt, or declares it dead. Null when the fence is stale and nothing was changed.</summary>
    public async Task<LedgerChange?> FailAsync(TaskClaim claim, AttemptFailure failure, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [claim.RunId], cancellationToken);
        return await FailAsync(scope, claim, failure, cancellationToken);
    }

    /// <summary>The same for a task whose host lost its lease. Should the host live after all, it cannot complete the task: the next claim raises the fence, and until then the task is not running.</summary>
    public async Task<LedgerChange?> LoseAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [claim.RunId], cancellationToken);
        var expired = await scope.FirstAsync<bool?>("select true from tasks where id = @Id and fence = @Fence and status = 'running' and lease_until < now()", new { claim.Id, claim.Fence }, cancellationToken);
        if (expired is not true)
            return null;
        return await FailAsync(scope, claim, new("The host that worked on it went away.", FailureCause.Lost, TimeSpan.Zero), cancellationToken);
    }

    private async Task<IReadOnlyList<LedgerChange?>> WriteAsync(IReadOnlyList<Completion> items)
    {
        var batch = _database.Batch(items.Select(i => i.Claim.WorkspaceId).Distinct());
        var statements = new CompletionStatements(batch, items);
        await batch.SendAsync(CancellationToken.None);
        return statements.Changes(items);
    }

    private async Task<LedgerChange?> FailAsync(Scope scope, TaskClaim claim, AttemptFailure failure, CancellationToken cancellationToken)
    {
        failure = failure with { Error = StorableText.Of(failure.Error, MostCharacters) };
        if (_retries.NextDelay(failure, claim.Attempt, claim.MaxAttempts) is not { } delay)
            return await DieAsync(scope, claim, failure, cancellationToken);
        var args = new { claim.Id, claim.Fence, failure.Error, Cause = failure.CauseName, Delay = delay };
        if (await scope.FirstAsync<DateTimeOffset?>(RetrySql, args, cancellationToken) is not { } notBefore)
            return null;
        await EndAttemptAsync(scope, claim, failure.Cause == FailureCause.Lost ? "lost" : "retry", failure, null, cancellationToken);
        var changed = await RunEvents.AppendAsync(scope,
            [new(claim.RunId, claim.WorkspaceId, EventTypes.TaskRetrying, claim.Id, claim.Step, new { error = failure.Error, cause = failure.CauseName, attempt = claim.Attempt, not_before = notBefore })], cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new([], changed);
    }

    /// <summary>Declares a task dead and does to its run what the step's policy says; commits.</summary>
    internal static async Task<LedgerChange?> DieAsync(Scope scope, TaskClaim claim, AttemptFailure failure, CancellationToken cancellationToken)
    {
        if (await scope.FirstAsync<bool?>(DieSql, new { claim.Id, claim.Fence, failure.Error, Cause = failure.CauseName }, cancellationToken) is not { } optional)
            return null;
        await EndAttemptAsync(scope, claim, "dead", failure, null, cancellationToken);
        var died = new NewEvent(claim.RunId, claim.WorkspaceId, EventTypes.TaskDead, claim.Id, claim.Step, new { error = failure.Error, cause = failure.CauseName, attempt = claim.Attempt, optional });
        return optional
            ? await RunProgress.AdvanceAsync(scope, claim, died, cancellationToken)
            : await RunProgress.FailRunAsync(scope, claim.WorkspaceId, claim.RunId, died, $"{claim.Step}: {failure.Error}", cancellationToken);
    }

    /// <summary>Writes an attempt that has ended: with what it found, or how it failed.</summary>
    internal static Task<int> EndAttemptAsync(Scope scope, TaskClaim claim, string outcome, AttemptFailure? failure, AgentResult? result, CancellationToken cancellationToken) =>
        scope.ExecuteAsync(EndAttemptSql,
            new { claim.Id, claim.Fence, claim.Attempt, Outcome = outcome, failure?.Error, Cause = failure?.CauseName, result?.Model, result?.InputTokens, result?.OutputTokens, result?.CostMicros },
            cancellationToken);
}
