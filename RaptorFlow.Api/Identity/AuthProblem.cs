using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Identity;

/// <summary>Errors in GoTrue's form and ours at once: <c>code</c> and <c>msg</c> for supabase-js, the problem document's members for everybody.</summary>
internal static class AuthProblem
{
    public static Problem InvalidCredentials() => Of(400, "invalid_credentials", "Invalid login credentials", "Check the e-mail address and the password.");

    public static Problem UnsupportedGrantType() => Of(400, "invalid_credentials", "unsupported_grant_type", "grant_type is password or refresh_token.");

    public static Problem BadJson(string message, string? suggestion = null) => Of(400, "bad_json", message, suggestion);

    public static Problem ValidationFailed(string message, string? suggestion = null) => Of(400, "validation_failed", message, suggestion);

    public static Problem UserExists() => Of(422, "user_already_exists", "User already registered", "Sign in instead.");

    public static Problem SamePassword() => Of(422, "same_password", "New password should be different from the old password.", "Choose another password.");

    public static Problem AnonymousDisabled() => Of(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled", "Sign up with an e-mail address.");

    public static Problem PhoneDisabled(int status, string message) => Of(status, "phone_provider_disabled", message, "Use an e-mail address.");

    public static Problem FeatureDisabled(string message, int status = 404) => Of(status, "feature_disabled", message, "docs/identity.md lists what there is.");

    public static Problem NotAdmin(string message) => Of(403, "not_admin", message, "Members, roles and keys are managed under /api/workspaces.");

    public static Problem UserNotFound() => Of(403, "user_not_found", "User from sub claim in JWT does not exist", "Sign in again.");

    public static Problem SignUpDisabled() => Of(422, "signup_disabled", "Signups not allowed for this instance", "Ask the operator for an account.");

    public static Problem WeakPassword(string message, string reason) =>
        Of(422, "weak_password", message, "Choose a longer password.", ("weak_password", new { reasons = new[] { reason } }));

    public static Problem TooMany(TimeSpan retryAfter) => Of(429, "over_request_rate_limit", "Request rate limit reached", "Wait as long as Retry-After says.", retryAfter: retryAfter);

    public static Problem RefreshTokenNotFound() => Of(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found", "Sign in again.");

    public static Problem RefreshTokenUsed() => Of(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used", "The session was ended for safety. Sign in again.");

    public static Problem SessionExpired() => Of(400, "session_expired", "Invalid Refresh Token: Session Expired", "Sign in again.");

    public static Problem NoAuthorization() => Of(401, "no_authorization", "This endpoint requires a valid Bearer token", "Send the access token as `Authorization: Bearer`.");

    public static Problem BadToken() => Of(403, "bad_jwt", "invalid JWT: unable to parse or verify signature, or token is expired", "Refresh the session, or sign in again.");

    public static Problem SessionNotFound() => Of(403, "session_not_found", "Session from session_id claim in JWT does not exist", "Sign in again.");

    /// <summary>What went wrong before the handler, told in GoTrue's form.</summary>
    public static Problem From(Problem problem) => problem.Status switch
    {
        400 => BadJson(problem.Detail, problem.Suggestion),
        413 => Of(413, "request_entity_too_large", problem.Detail, problem.Suggestion),
        500 => Of(500, "unexpected_failure", problem.Detail, problem.Suggestion),
        var status => Of(status, problem.Code, problem.Detail, problem.Suggestion),
    };

    private static Problem Of(int status, string code, string message, string? suggestion, (string Name, object Value)? more = null, TimeSpan? retryAfter = null)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = status, ["msg"] = message };
        if (more is var (name, value))
            extensions[name] = value;
        return new(status, code, message, suggestion) { Extensions = extensions, RetryAfter = retryAfter };
    }
}
