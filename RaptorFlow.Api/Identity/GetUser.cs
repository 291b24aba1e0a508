using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

internal static class GetUser
{
    public static async Task<Results<Ok<AuthUser>, Problem>> HandleAsync(HttpContext context, UserStore users, SessionStore sessions, CancellationToken cancellationToken)
    {
        var (caller, problem) = await AuthCaller.FindAsync(context, sessions, cancellationToken);
        if (caller is null)
            return problem!;
        return await users.FindAsync(caller.UserId, cancellationToken) is { } user ? TypedResults.Ok(new AuthUser(user)) : AuthProblem.UserNotFound();
    }
}

/// <summary>Whoever holds a token of the built-in identity whose session has not ended.</summary>
internal sealed record AuthCaller(Guid UserId, Guid SessionId)
{
    public static async Task<(AuthCaller? Caller, Problem? Problem)> FindAsync(HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (AuthSchemes.Bearer(context.Request) is null)
            return (null, AuthProblem.NoAuthorization());
        var result = await context.AuthenticateAsync(AuthSchemes.BuiltIn);
        if (!result.Succeeded || result.Principal.FindUserId() is not { } userId || !Guid.TryParse(result.Principal.FindFirst("session_id")?.Value, out var sessionId))
            return (null, AuthProblem.BadToken());
        return await sessions.IsAliveAsync(sessionId, cancellationToken) ? (new(userId, sessionId), null) : (null, AuthProblem.SessionNotFound());
    }
}
