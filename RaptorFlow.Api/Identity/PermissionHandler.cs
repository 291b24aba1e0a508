using Microsoft.AspNetCore.Authorization;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>Resolves the request's workspace, once, and judges whether the caller may.</summary>
internal sealed class PermissionHandler(WorkspaceStore workspaces) : AuthorizationHandler<PermissionRequirement, HttpContext>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement, HttpContext resource)
    {
        if (resource.User.FindUserId() is not { } userId)
            return;
        var denial = await ResolveAsync(resource, userId) ?? Judge(resource, requirement.Permission);
        if (denial is null)
        {
            context.Succeed(requirement);
            return;
        }
        resource.Features.Set(new AccessDenial(denial));
        context.Fail(new(this, denial.Code));
    }

    private async Task<Problem?> ResolveAsync(HttpContext http, Guid userId)
    {
        if (http.Features.Get<WorkspaceContext>() is not null)
            return null;
        var key = http.Features.Get<ApiKeyWorkspace>()?.Context;
        var named = NamedWorkspace(http);
        if (named is null && key is null)
            return Problem.Invalid("X-Workspace", "The header is missing.", "Name a workspace of yours; GET /api/workspaces lists them.");
        // Whatever cannot be a workspace, is none, or is somebody else's, gets the same answer.
        var workspace = key;
        if (named is not null && key is null)
            workspace = Guid.TryParse(named, out var id) && await workspaces.FindRoleAsync(id, userId, http.RequestAborted) is { } role ? new(id, userId, role) : null;
        else if (named is not null && (!Guid.TryParse(named, out var other) || other != key!.WorkspaceId))
            workspace = null;
        if (workspace is null)
            return Problem.NotFound("workspace");
        http.Features.Set(workspace);
        return null;
    }

    // Addresses of workspaces name theirs; elsewhere the header does, or for EventSource and WebSocket, which cannot set one, the query.
    private static string? NamedWorkspace(HttpContext http) =>
        http.GetRouteValue("workspaceId") as string
        ?? (http.Request.Headers["X-Workspace"].ToString() is { Length: > 0 } header ? header : null)
        ?? (http.Request.Query["workspace"].ToString() is { Length: > 0 } query ? query : null);

    private static Problem? Judge(HttpContext http, Permission permission)
    {
        var workspace = http.Features.Get<WorkspaceContext>()!;
        if (workspace.May(permission))
            return null;
        var name = Permissions.Name(permission);
        return Permissions.Has(workspace.Role, permission)
            ? Problem.Forbidden($"The API key lacks the scope {name}.", $"Create a key with {name} among its scopes.")
            : Problem.Forbidden($"The role {workspace.Role.ToName()} lacks the permission {name}.", "Ask an admin of the workspace for a role that has it.");
    }
}

internal sealed class UserHandler : AuthorizationHandler<UserRequirement, HttpContext>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, UserRequirement requirement, HttpContext resource)
    {
        if (resource.Features.Get<ApiKeyWorkspace>() is null && resource.User.FindUserId() is not null)
            context.Succeed(requirement);
        else
            resource.Features.Set(new AccessDenial(Problem.Forbidden("An API key cannot do this.", "Sign in as a user.")));
        return Task.CompletedTask;
    }
}

/// <summary>Why authorization refused the request.</summary>
internal sealed record AccessDenial(Problem Problem);
