using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Identity;

/// <summary>The part of GoTrue's REST dialect that signing in needs, so that supabase-js works against this server.</summary>
public static class IdentityEndpoints
{
    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder app)
    {
        // Anonymous: supabase-js sends its project key as a bearer token, which means nothing here.
        var auth = app.MapGroup("/auth/v1").WithTags("Identity").AllowAnonymous().WithMetadata(new ProblemForm(AuthProblem.From));
        auth.MapPost("/signup", SignUp.HandleAsync).WithSummary("Create an account and sign in").Accepts<SignUpRequest>("application/json");
        auth.MapPost("/token", Token.HandleAsync).WithSummary("Sign in (grant_type=password) or continue a session (grant_type=refresh_token)");
        auth.MapGet("/user", GetUser.HandleAsync).WithSummary("The signed-in user");
        auth.MapPut("/user", UpdateUser.HandleAsync).WithSummary("Change the password or the metadata");
        auth.MapPost("/logout", Logout.HandleAsync).WithSummary("Sign out of all sessions (scope=global), this one (local) or the others (others)");
        auth.Map("/admin/{**call}", AuthRefusals.AdminAsync).ExcludeFromDescription();
        auth.Map("/invite", AuthRefusals.AdminAsync).ExcludeFromDescription();
        auth.Map("/{**call}", AuthRefusals.Feature).ExcludeFromDescription();
        return app;
    }
}
