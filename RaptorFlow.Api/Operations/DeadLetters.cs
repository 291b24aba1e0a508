using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Runs;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Operations;

internal static class ListDeadLetters
{
    /// <param name="workspace">The tenant.</param>
    /// <param name="letters">Where they are.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <param name="agent">Only this agent's.</param>
    /// <param name="cause">Only those of this cause.</param>
    /// <param name="cursor">The page after this one.</param>
    /// <param name="limit">1 to 200.</param>
    public static async Task<Results<Ok<Page<DeadLetter>>, Problem>> HandleAsync(
        WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken, string? agent = null, string? cause = null, Guid? cursor = null, int limit = 50)
    {
        if (limit is < 1 or > 200)
            return Problem.Invalid("limit", "Lies between 1 and 200.");
        return TypedResults.Ok(Page.Of(await letters.ListAsync(workspace.WorkspaceId, agent, cause, cursor, limit + 1, cancellationToken), limit, l => l.Id));
    }
}

internal static class GetDeadLetter
{
    public static async Task<Results<Ok<DeadLetter>, Problem>> HandleAsync(Guid taskId, WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken) =>
        await letters.FindAsync(workspace.WorkspaceId, taskId, cancellationToken) is { } letter ? TypedResults.Ok(letter) : Problem.NotFound("dead letter");
}

internal static class RetryDeadLetter
{
    public static async Task<Results<Accepted<RunStarted>, Problem>> HandleAsync(Guid taskId, WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken)
    {
        if (await letters.RetryAsync(workspace.WorkspaceId, taskId, cancellationToken) is not var (runId, outcome))
            return Problem.NotFound("dead letter");
        var started = RunStarted.Queued(runId);
        return outcome is RedoOutcome.Queued ? TypedResults.Accepted(started.Links.Run, started) : RedoProblems.Of(outcome);
    }
}

internal static class DiscardDeadLetter
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(Guid taskId, WorkspaceContext workspace, DeadLetters letters, CancellationToken cancellationToken) =>
        await letters.DiscardAsync(workspace.WorkspaceId, taskId, workspace.UserId, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("dead letter");
}
