using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

/// <param name="Role">admin, lord_operator, analyst or viewer.</param>
internal sealed record ChangeRoleRequest(string? Role);

internal static class ChangeRole
{
    public static async Task<Results<Ok<Member>, Problem>> HandleAsync(Guid userId, ChangeRoleRequest request, WorkspaceContext workspace, MemberStore members, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var role = fields.Role("role", request.Role);
        if (fields.Problem is { } problem)
            return problem;
        var (member, failure) = await members.ChangeRoleAsync(workspace, userId, role, cancellationToken);
        return member is null ? MemberProblem.Of(failure) : TypedResults.Ok(member);
    }
}
