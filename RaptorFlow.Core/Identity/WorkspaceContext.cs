namespace RaptorFlow.Core.Identity;

/// <summary>For whom a request is served: the workspace, the user, and what they may do in it.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="UserId">The member; of an API key, the member who made it.</param>
/// <param name="Role">The member's role.</param>
/// <param name="Scopes">What the API key in use is limited to; null when the member signed in.</param>
public sealed record WorkspaceContext(Guid WorkspaceId, Guid UserId, Role Role, IReadOnlySet<Permission>? Scopes = null)
{
    public bool May(Permission permission) => Permissions.Has(Role, permission) && (Scopes is null || Scopes.Contains(permission));
}
