using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

internal static class RemoveMember
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(Guid userId, WorkspaceContext workspace, MemberStore members, CancellationToken cancellationToken)
    {
        var failure = await members.RemoveAsync(workspace, userId, cancellationToken);
        return failure == MemberFailure.None ? TypedResults.NoContent() : MemberProblem.Of(failure);
    }
}
