using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <param name="Decision">approve or reject.</param>
/// <param name="ContentHash">The hash of the content that was looked at, as the approval gives it.</param>
/// <param name="Comment">Why, up to 2,000 characters.</param>
internal sealed record ApprovalRequest(string? Decision, string? ContentHash, string? Comment) : IStoredJson<ApprovalRequest>;

internal static class DecideApproval
{
    private const int LongestComment = 2_000;

    public static async Task<Results<NoContent, Problem>> HandleAsync(
        Guid runId, Guid approvalId, ApprovalRequest request, WorkspaceContext workspace, Approvals approvals, CancellationToken cancellationToken)
    {
        if (request.Decision is not ("approve" or "reject"))
            return Problem.Invalid("decision", "Is approve or reject.");
        if (string.IsNullOrWhiteSpace(request.ContentHash))
            return Problem.Invalid("content_hash", "Names the content that was looked at.", "Send the content_hash of the approval.");
        if (request.Comment?.Length > LongestComment)
            return Problem.Invalid("comment", $"Has at most {LongestComment} characters.");
        if (workspace.Scopes is { } scopes && !scopes.Contains(Permission.RunsApprove))
            return Problem.Forbidden("The API key may not decide approvals.", $"Sign in, or use a key with {Permissions.Name(Permission.RunsApprove)}.");
        var verdict = new Verdict(request.Decision == "approve", workspace.UserId, workspace.Role, request.ContentHash.Trim(), request.Comment);
        return await approvals.DecideAsync(workspace.WorkspaceId, runId, approvalId, verdict, cancellationToken) switch
        {
            ApprovalOutcome.Decided => TypedResults.NoContent(),
            ApprovalOutcome.AlreadyDecided => Problem.Conflict("approval_decided", "The approval was decided or withdrawn already.", "Read it for what became of it."),
            ApprovalOutcome.Expired => Problem.Conflict("approval_expired", "The time for the approval is over.", "Retry the run from this step."),
            ApprovalOutcome.OtherContent => Problem.Conflict("content_changed", "The content to be approved is not the one that was looked at.", "Read the approval again and decide on its content."),
            ApprovalOutcome.RoleTooLow => Problem.Forbidden("The step asks for a higher role.", "Read the approval for the role it needs."),
            _ => Problem.NotFound("approval"),
        };
    }
}

internal static class ListApprovals
{
    /// <summary>All approvals of a run.</summary>
    public static async Task<Results<Ok<Page<ApprovalView>>, Problem>> OfRunAsync(Guid runId, WorkspaceContext workspace, Approvals approvals, RunReader runs, CancellationToken cancellationToken) =>
        await runs.StatusAsync(workspace.WorkspaceId, runId, cancellationToken) is null
            ? Problem.NotFound("run")
            : TypedResults.Ok(new Page<ApprovalView>(await approvals.ListAsync(workspace.WorkspaceId, runId, cancellationToken)));

    /// <summary>What waits for somebody, oldest first; at most 200.</summary>
    public static async Task<Ok<Page<ApprovalView>>> PendingAsync(WorkspaceContext workspace, Approvals approvals, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<ApprovalView>(await approvals.ListAsync(workspace.WorkspaceId, null, cancellationToken)));
}
