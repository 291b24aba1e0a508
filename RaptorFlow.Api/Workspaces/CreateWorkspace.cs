using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Identity;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

/// <param name="Name">1 to 100 characters.</param>
internal sealed record CreateWorkspaceRequest(string? Name);

internal static class CreateWorkspace
{
    public static async Task<Results<Created<Workspace>, Problem>> HandleAsync(CreateWorkspaceRequest request, ClaimsPrincipal user, WorkspaceStore workspaces, UserStore users, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var name = fields.Text("name", request.Name, 100);
        if (fields.Problem is { } problem)
            return problem;
        if (await users.FindAsync(user.UserId(), cancellationToken) is null)
            return Problem.Unauthenticated(); // A token outlives its user.
        var workspace = await workspaces.CreateAsync(name, user.UserId(), cancellationToken);
        return TypedResults.Created($"/api/workspaces/{workspace.Id}", workspace);
    }
}
