using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

internal static class Logout
{
    public static async Task<Results<NoContent, Problem>> HandleAsync([FromQuery(Name = "scope")] string? reach, HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        var (caller, problem) = await AuthCaller.FindAsync(context, sessions, cancellationToken);
        if (caller is null)
            return problem!;
        SignOutReach? which = reach switch
        {
            null or "" or "global" => SignOutReach.Global,
            "local" => SignOutReach.Local,
            "others" => SignOutReach.Others,
            _ => null,
        };
        if (which is null)
            return AuthProblem.ValidationFailed($"Unsupported logout scope \"{reach}\"", "scope is global, local or others.");
        await sessions.EndAsync(caller.UserId, caller.SessionId, which.Value, context.ClientAddress(), cancellationToken);
        return TypedResults.NoContent();
    }
}
