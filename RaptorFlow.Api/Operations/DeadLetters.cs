using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Runs;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Operations;

internal static class ListDeadLetters
{
    private const int LongestCode = 100;

    /// <param name="workspace">The tenant.</param>
    /// <param name="letters">Where they are.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="agent">Only this agent's.</param>
    /// <param name="cause">Only those of this cause.</param>
    /// <param name="cursor">The page after this one.</param>
    /// <param name="limit">1 to 200.</param>
    public static async Task<Results<Ok<Page<DeadLetter>>, Problem>> HandleAsync(
        WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken, string? agent = null, string? cause = null, TimeCursor? cursor = null, int limit = 50)
    {
        var fields = new FieldErrors();
        agent = fields.OptionalText("agent", agent, LongestCode);
        if (cause is not null && !AttemptFailure.CauseNames.Contains(cause))
            fields.Add("cause", $"Is one of {string.Join(", ", AttemptFailure.CauseNames)}.");
        fields.Limit(limit);
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(Page.Of(await letters.ListAsync(workspace.WorkspaceId, agent, cause, cursor, limit + 1, cancellationToken), limit, l => new TimeCursor(l.DiedAt, l.Id)));
    }
}

internal static class GetDeadLetter
{
    public static async Task<Results<Ok<DeadLetter>, Problem>> HandleAsync(Guid taskId, WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken) =>
        await letters.FindAsync(workspace.WorkspaceId, taskId, cancellationToken) is { } letter ? TypedResults.Ok(letter) : Problem.NotFound("dead letter");
}

internal static class RetryDeadLetter
{
    public static async Task<Results<Accepted<RunStarted>, Problem>> HandleAsync(
        Guid taskId, WorkspaceContext workspace, DeadLetters letters, IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        if (await letters.RetryAsync(workspace.WorkspaceId, taskId, RecordAsync, cancellationToken) is not var (runId, outcome))
            return Problem.NotFound("dead letter");
        var started = RunStarted.Queued(runId);
        return outcome switch
        {
            RedoOutcome.Queued => TypedResults.Accepted(started.Links.Run, started),
            // The step is there, but no guild brought its agent when the run began.
            RedoOutcome.NoSuchStep => Problem.Conflict("agent_unserved", "No guild brought the agent when the run began.", "Start a new run once a guild brings it, or discard the dead letter."),
            _ => RedoProblems.Of(outcome),
        };

        // In the transaction of the work: a repeat of the request gets this answer.
        Task RecordAsync(Scope scope, Guid run)
        {
            var redone = RunStarted.Queued(run);
            return key.SaveAcceptedAsync(scope, context, redone, redone.Links.Run, cancellationToken);
        }
    }
}

internal static class DiscardDeadLetter
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(Guid taskId, WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken) =>
        await letters.DiscardAsync(workspace.WorkspaceId, taskId, workspace.UserId, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("dead letter");
}
