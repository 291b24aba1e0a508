using Microsoft.AspNetCore.Authorization;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

public static class RequirePermissionExtensions
{
    /// <summary>
    /// Lets in members of the request's workspace whose role, and API key if one is used, have the permission;
    /// handlers then take a <see cref="WorkspaceContext"/> parameter.
    /// </summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, Permission permission) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)))
            .WithMetadata(
                new ProducesResponseTypeMetadata(401, typeof(ProblemDocument), [Problem.MediaType]),
                new ProducesResponseTypeMetadata(403, typeof(ProblemDocument), [Problem.MediaType]),
                new ProducesResponseTypeMetadata(404, typeof(ProblemDocument), [Problem.MediaType]));

    /// <summary>Lets in whoever signed in, of whatever workspace, but not API keys, which are bound to theirs.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(new UserRequirement()))
            .WithMetadata(new ProducesResponseTypeMetadata(401, typeof(ProblemDocument), [Problem.MediaType]));
}

internal sealed record PermissionRequirement(Permission Permission) : IAuthorizationRequirement;

internal sealed record UserRequirement : IAuthorizationRequirement;
