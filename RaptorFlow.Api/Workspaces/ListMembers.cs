using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

internal static class ListMembers
{
    public static async Task<Ok<Page<Member>>> HandleAsync(WorkspaceContext workspace, MemberStore members, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<Member>(await members.ListAsync(workspace.WorkspaceId, cancellationToken)));
}
