using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>The rest of GoTrue's calls, refused in a way its clients understand.</summary>
internal static class AuthRefusals
{
    /// <summary>Nobody is an admin of the identity itself; roles are a workspace's.</summary>
    public static async Task<Problem> AdminAsync(HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        var (_, problem) = await AuthCaller.FindAsync(context, sessions, cancellationToken);
        return problem ?? AuthProblem.NotAdmin("User not allowed");
    }

    public static Problem Feature(HttpRequest request) => AuthProblem.FeatureDisabled($"{request.Method} {request.Path} is not available: this server signs in with e-mail address and password alone");
}
