using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

internal static class ListWorkspaces
{
    public static async Task<Ok<Page<Workspace>>> HandleAsync(ClaimsPrincipal user, HttpContext context, WorkspaceStore workspaces, CancellationToken cancellationToken)
    {
        var items = await workspaces.ListAsync(user.UserId(), cancellationToken);
        // An API key sees its own workspace only, though its maker may have others.
        if (context.Features.Get<ApiKeyWorkspace>()?.Context is { } key)
            items = [.. items.Where(w => w.Id == key.WorkspaceId && key.May(Permission.WorkspaceRead))];
        return TypedResults.Ok(new Page<Workspace>(items));
    }
}
