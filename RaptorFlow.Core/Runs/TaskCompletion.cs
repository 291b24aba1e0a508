using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>How an attempt failed.</summary>
/// <param name="Error">One line, without secrets or personal data.</param>
/// <param name="Retryable">Whether trying again may help.</param>
/// <param name="Delay">How long to wait first; null for the engine's own backoff.</param>
public sealed record AttemptFailure(string Error, bool Retryable, TimeSpan? Delay = null);

/// <summary>Ends attempts, each in one transaction guarded by its fence.</summary>
public sealed class TaskCompletion(Database database, RetryDelay retryDelay)
{
    private const int MostCharacters = 2_000;

    private const string SucceedSql = """
        update tasks set status = 'succeeded', result = @Result::jsonb, finished_at = now(), lease_until = null
        where id = @Id and fence = @Fence and status = 'running'
        returning keep
        """;

    private const string RetrySql = """
        update tasks set status = 'queued', error = @Error, not_before = case when @Delay > interval '0' then now() + @Delay end, lease_until = null, pushed_at = null
        where id = @Id and fence = @Fence and status = 'running'
        returning coalesce(not_before, now())
        """;

    private const string DieSql = """
        update tasks set status = 'dead', error = @Error, finished_at = now(), lease_until = null
        where id = @Id and fence = @Fence and status = 'running'
        returning optional
        """;

    private const string EndAttemptSql = """
        update task_attempts set finished_at = now(), outcome = @Outcome, error = @Error, model = @Model,
               input_tokens = @InputTokens, output_tokens = @OutputTokens, cost_micros = @CostMicros
        where task_id = @Id and fence = @Fence
        """;

    private const string KeepSql = """
        insert into campaign_foundations (workspace_id, campaign_id, step, run_id, task_id, output)
        values (@WorkspaceId, @CampaignId, @Step, @RunId, @Id, @Output::jsonb)
        on conflict (campaign_id, step) do update set run_id = excluded.run_id, task_id = excluded.task_id, output = excluded.output, updated_at = now()
        """;

    private const string DecideSql = """
        insert into decisions (id, workspace_id, run_id, task_id, agent_code, kind, choice, reasons, alternatives)
        values (@DecisionId, @WorkspaceId, @RunId, @Id, @AgentCode, @Kind, @Choice, @Reasons, @Alternatives)
        """;

    /// <summary>Keeps the result and frees what waited for it. Null when the fence is stale and nothing was changed.</summary>
    public async Task<LedgerChange?> SucceedAsync(TaskClaim claim, AgentResult result, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RunEvents.LockAsync(scope, [claim.RunId], cancellationToken);
        if (await scope.FirstAsync<bool?>(SucceedSql, new { claim.Id, claim.Fence, Result = CoreJson.Serialize(result) }, cancellationToken) is not { } keep)
            return null;
        await EndAttemptAsync(scope, claim, "succeeded", null, result, cancellationToken);
        foreach (var decision in result.Decisions)
            await RecordAsync(scope, claim, decision, cancellationToken);
        if (keep && claim.CampaignId is { } campaign)
        {
            var kept = new { claim.WorkspaceId, CampaignId = campaign, claim.Step, claim.RunId, claim.Id, Output = result.Output.GetRawText() };
            await scope.ExecuteAsync(KeepSql, kept, cancellationToken);
        }
        var ended = new NewEvent(claim.RunId, claim.WorkspaceId, EventTypes.TaskSucceeded, claim.Id, claim.Step,
            new { duration_ms = result.DurationMs, confidence = result.Confidence, model = result.Model, cost_micros = result.CostMicros, open_questions = result.OpenQuestions.Count });
        return await RunProgress.AdvanceAsync(scope, claim, ended, cancellationToken);
    }

    /// <summary>Puts the task back for another attempt, or declares it dead. Null when the fence is stale and nothing was changed.</summary>
    public async Task<LedgerChange?> FailAsync(TaskClaim claim, AttemptFailure failure, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RunEvents.LockAsync(scope, [claim.RunId], cancellationToken);
        return await FailAsync(scope, claim, failure, "retry", cancellationToken);
    }

    /// <summary>The same for a task whose host lost its lease. Should the host live after all, it cannot complete the task: the next claim raises the fence, and until then the task is not running.</summary>
    public async Task<LedgerChange?> LoseAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RunEvents.LockAsync(scope, [claim.RunId], cancellationToken);
        var expired = await scope.FirstAsync<bool?>("select true from tasks where id = @Id and fence = @Fence and status = 'running' and lease_until < now()", new { claim.Id, claim.Fence }, cancellationToken);
        if (expired is not true)
            return null;
        return await FailAsync(scope, claim, new("The host that worked on it went away.", Retryable: true, TimeSpan.Zero), "lost", cancellationToken);
    }

    private async Task<LedgerChange?> FailAsync(Scope scope, TaskClaim claim, AttemptFailure failure, string retryOutcome, CancellationToken cancellationToken)
    {
        failure = failure with { Error = StorableText.Of(failure.Error, MostCharacters) };
        if (failure.Retryable && claim.Attempt < claim.MaxAttempts)
        {
            var delay = failure.Delay ?? retryDelay.For(claim.Attempt);
            if (await scope.FirstAsync<DateTimeOffset?>(RetrySql, new { claim.Id, claim.Fence, failure.Error, Delay = delay }, cancellationToken) is not { } notBefore)
                return null;
            await EndAttemptAsync(scope, claim, retryOutcome, failure.Error, null, cancellationToken);
            var events = await RunEvents.AppendAsync(scope,
                [new(claim.RunId, claim.WorkspaceId, EventTypes.TaskRetrying, claim.Id, claim.Step, new { error = failure.Error, attempt = claim.Attempt, not_before = notBefore })], cancellationToken);
            await scope.CommitAsync(cancellationToken);
            return new([], events);
        }
        if (await scope.FirstAsync<bool?>(DieSql, new { claim.Id, claim.Fence, failure.Error }, cancellationToken) is not { } optional)
            return null;
        await EndAttemptAsync(scope, claim, "dead", failure.Error, null, cancellationToken);
        var died = new NewEvent(claim.RunId, claim.WorkspaceId, EventTypes.TaskDead, claim.Id, claim.Step, new { error = failure.Error, attempt = claim.Attempt, optional });
        return optional
            ? await RunProgress.AdvanceAsync(scope, claim, died, cancellationToken)
            : await RunProgress.FailRunAsync(scope, claim, died, $"{claim.Step}: {failure.Error}", cancellationToken);
    }

    private static Task<int> EndAttemptAsync(Scope scope, TaskClaim claim, string outcome, string? error, AgentResult? result, CancellationToken cancellationToken) =>
        scope.ExecuteAsync(EndAttemptSql,
            new { claim.Id, claim.Fence, Outcome = outcome, Error = error, result?.Model, result?.InputTokens, result?.OutputTokens, result?.CostMicros }, cancellationToken);

    private static Task<int> RecordAsync(Scope scope, TaskClaim claim, Decision decision, CancellationToken cancellationToken) =>
        scope.ExecuteAsync(DecideSql, new
        {
            DecisionId = Guid.CreateVersion7(),
            claim.WorkspaceId,
            claim.RunId,
            claim.Id,
            claim.AgentCode,
            decision.Kind,
            decision.Choice,
            Reasons = decision.Reasons.ToArray(),
            Alternatives = decision.Alternatives.ToArray(),
        }, cancellationToken);
}
