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

    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>Kept as the user's <c>user_metadata</c>.</summary>
    [JsonPropertyName("data")]
    public JsonElement? Data { get; init; }
}

internal static class SignUp
{
    private const int MaximumMetadata = 4096;

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
        var metadata = request.Data is { ValueKind: JsonValueKind.Object } data ? data.GetRawText() : "{}";
        var user = await users.CreateAsync(email, passwords.Hash(request.Password!), metadata, cancellationToken);
        if (user is null)
            return AuthProblem.UserExists();
        var grant = await sessions.StartAsync(user, null, "user.signed_up", context.ClientAddress(), cancellationToken);
        return TypedResults.Ok(tokens.Issue(await users.FindAsync(user.Id, cancellationToken) ?? user, grant));
    }

    private static Problem? Check(SignUpRequest request, IdentityOptions options)
    {
        if (!options.AllowSignUp)
            return AuthProblem.SignUpDisabled();
        if (request.Email is not { Length: > 0 and <= 320 } email || email.Contains('\0') || !MailAddress.TryCreate(email.Trim(), out var address) || address.Address != email.Trim())
            return AuthProblem.ValidationFailed("Unable to validate email address: invalid format", "Give an address like name@example.com.");
        if (request.Password is not { Length: > 0 } password)
            return AuthProblem.ValidationFailed("Signup requires a valid password");
        if (password.Length < options.MinimumPasswordLength)
            return AuthProblem.WeakPassword(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Password should be at least {options.MinimumPasswordLength} characters."), "length");
        if (password.Length > Passwords.MaximumLength)
            return AuthProblem.ValidationFailed("Password cannot be longer than 256 characters");
        if (request.Data is { } data && (data.GetRawText().Length > MaximumMetadata || data.GetRawText().Contains("\\u0000", StringComparison.Ordinal)))
            return AuthProblem.ValidationFailed("User metadata cannot be longer than 4096 characters, nor hold the character NUL");
        return null;
    }
}
