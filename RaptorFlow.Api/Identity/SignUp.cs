using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

internal sealed record SignUpRequest
{
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>Kept as the user's <c>user_metadata</c>.</summary>
    [JsonPropertyName("data")]
    public JsonElement? Data { get; init; }
}

internal static class SignUp
{
    public static async Task<Results<Ok<AuthSession>, Problem>> HandleAsync(
        SignUpRequest request, HttpContext context, UserStore users, SessionStore sessions, SignInLimiter limiter, Passwords passwords, AccessTokens tokens,
        IOptions<IdentityOptions> options, CancellationToken cancellationToken)
    {
        if (Check(request, options.Value) is { } problem)
            return problem;
        var email = request.Email!;
        var attempt = await limiter.BeginSignUpAsync(email, context.ClientAddress(), cancellationToken);
        if (attempt.RetryAfter is { } wait)
            return AuthProblem.TooMany(wait);
        var user = await users.CreateAsync(email, passwords.Hash(request.Password!), AccountRules.Text(request.Data), cancellationToken);
        if (user is null)
            return AuthProblem.UserExists();
        var grant = await sessions.StartAsync(user, null, "user.signed_up", context.ClientAddress(), cancellationToken);
        return TypedResults.Ok(tokens.Issue(await users.FindAsync(user.Id, cancellationToken) ?? user, grant));
    }

    private static Problem? Check(SignUpRequest request, IdentityOptions options)
    {
        if (!options.AllowSignUp)
            return AuthProblem.SignUpDisabled();
        var (email, phone) = (request.Email ?? "", request.Phone ?? "");
        if (email.Length == 0 && phone.Length == 0)
            return AuthProblem.AnonymousDisabled();
        if (request.Password is not { Length: > 0 } password)
            return AuthProblem.ValidationFailed("Signup requires a valid password");
        if (AccountRules.Password(password, options) is { } problem)
            return problem;
        if (email.Length > 0 && phone.Length > 0)
            return AuthProblem.ValidationFailed("Only an email address or phone number should be provided on signup.");
        if (phone.Length > 0)
            return AuthProblem.PhoneDisabled(400, "Phone signups are disabled");
        if (email.Length > 320 || email.Contains('\0') || !MailAddress.TryCreate(email.Trim(), out var address) || address.Address != email.Trim())
            return AuthProblem.ValidationFailed("Unable to validate email address: invalid format", "Give an address like name@example.com.");
        return AccountRules.Metadata(request.Data);
    }
}
