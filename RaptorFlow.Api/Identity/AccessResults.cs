using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Identity;

/// <summary>Answers refusals with problem documents.</summary>
internal sealed class AccessResults : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (authorizeResult.Challenged)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.Unauthenticated().ExecuteAsync(context);
        }
        var problem = context.Features.Get<AccessDenial>()?.Problem ?? Problem.Forbidden("This is not allowed.");
        return problem.ExecuteAsync(context);
    }
}
