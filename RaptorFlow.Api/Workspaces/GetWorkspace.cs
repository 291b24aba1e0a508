using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

internal static class GetWorkspace
{
    public static async Task<Results<Ok<Workspace>, Problem>> HandleAsync(WorkspaceContext workspace, WorkspaceStore workspaces, CancellationToken cancellationToken) =>
        await workspaces.FindAsync(workspace.WorkspaceId, workspace.UserId, cancellationToken) is { } found ? TypedResults.Ok(found) : Problem.NotFound("workspace");
}
