using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

/// <param name="Email">Of somebody who has an account.</param>
/// <param name="Role">admin, lord_operator, analyst or viewer.</param>
internal sealed record AddMemberRequest(string? Email, string? Role);

internal static class AddMember
{
    public static async Task<Results<Created<Member>, Problem>> HandleAsync(AddMemberRequest request, WorkspaceContext workspace, MemberStore members, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var email = fields.Text("email", request.Email, 320);
        var role = fields.Role("role", request.Role);
        if (fields.Problem is { } problem)
            return problem;
        var (member, failure) = await members.AddAsync(workspace, email, role, cancellationToken);
        return member is null ? MemberProblem.Of(failure) : TypedResults.Created($"/api/workspaces/{workspace.WorkspaceId}/members/{member.UserId}", member);
    }
}

internal static class MemberProblem
{
    public static Problem Of(MemberFailure failure) => failure switch
    {
        MemberFailure.NoSuchUser => Problem.Invalid("email", "Nobody with this address has an account.", "Ask them to sign up first."),
        MemberFailure.AlreadyMember => Problem.Conflict("already_member", "The user is a member already.", "Change their role instead."),
        MemberFailure.LastAdmin => Problem.Conflict("last_admin", "The last admin cannot go.", "Make somebody else an admin first."),
        _ => Problem.NotFound("member"),
    };
}
