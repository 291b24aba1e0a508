using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Identity;

/// <summary>Errors in GoTrue's form and ours at once: <c>code</c> and <c>msg</c> for supabase-js, the problem document's members for everybody.</summary>
internal static class AuthProblem
{
    public static Problem InvalidCredentials() => Of(400, "invalid_credentials", "Invalid login credentials", "Check the e-mail address and the password.");

    public static Problem ValidationFailed(string message, string? suggestion = null) => Of(400, "validation_failed", message, suggestion);

    public static Problem UserExists() => Of(422, "user_already_exists", "User already registered", "Sign in instead.");

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

    private static Problem Of(int status, string code, string message, string? suggestion, (string Name, object Value)? more = null, TimeSpan? retryAfter = null)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = status, ["msg"] = message };
        if (more is var (name, value))
            extensions[name] = value;
        return new(status, code, message, suggestion) { Extensions = extensions, RetryAfter = retryAfter };
    }
}
