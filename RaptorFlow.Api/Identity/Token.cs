using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

internal sealed record TokenRequest
{
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    [JsonPropertyName("password")]
    public string? Password { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }
}

internal static class Token
{
    public static Task<Results<Ok<AuthSession>, Problem>> HandleAsync(
        TokenRequest request, [FromQuery(Name = "grant_type")] string? grantType, HttpContext context, UserStore users, SessionStore sessions,
        SignInLimiter limiter, Passwords passwords, AccessTokens tokens, CancellationToken cancellationToken) => grantType switch
        {
            "password" => SignInAsync(request, context.ClientAddress(), users, sessions, limiter, passwords, tokens, cancellationToken),
            "refresh_token" => RefreshAsync(request, context.ClientAddress(), users, sessions, tokens, cancellationToken),
            _ => Task.FromResult<Results<Ok<AuthSession>, Problem>>(AuthProblem.ValidationFailed("unsupported_grant_type", "grant_type is password or refresh_token.")),
        };

    private static async Task<Results<Ok<AuthSession>, Problem>> SignInAsync(
        TokenRequest request, string address, UserStore users, SessionStore sessions, SignInLimiter limiter, Passwords passwords, AccessTokens tokens, CancellationToken cancellationToken)
    {
        if (request is not { Email: { Length: > 0 and <= 320 } email, Password: { Length: > 0 } password })
            return AuthProblem.ValidationFailed("missing email or password");
        if (email.Contains('\0') || password.Length > Passwords.MaximumLength)
            return AuthProblem.InvalidCredentials();
        var attempt = await limiter.BeginSignInAsync(email, address, cancellationToken);
        if (attempt.RetryAfter is { } wait)
            return AuthProblem.TooMany(wait);
        var user = await users.FindByEmailAsync(email, cancellationToken);
        var check = passwords.Check(user?.PasswordHash, password);
        if (user is null || check == PasswordCheck.Wrong)
            return AuthProblem.InvalidCredentials();
        await limiter.SucceededAsync(attempt, cancellationToken);
        var betterHash = check == PasswordCheck.RightButWeaklyHashed ? passwords.Hash(password) : null;
        var grant = await sessions.StartAsync(user, betterHash, "user.signed_in", address, cancellationToken);
        return TypedResults.Ok(tokens.Issue(await users.FindAsync(user.Id, cancellationToken) ?? user, grant));
    }

    private static async Task<Results<Ok<AuthSession>, Problem>> RefreshAsync(
        TokenRequest request, string address, UserStore users, SessionStore sessions, AccessTokens tokens, CancellationToken cancellationToken)
    {
        if (request.RefreshToken is not { Length: > 0 and <= 512 } token)
            return AuthProblem.ValidationFailed("refresh_token required");
        var (grant, failure) = await sessions.RefreshAsync(token, address, cancellationToken);
        if (grant is null)
            return failure switch
            {
                RefreshFailure.AlreadyUsed => AuthProblem.RefreshTokenUsed(),
                RefreshFailure.Expired => AuthProblem.SessionExpired(),
                _ => AuthProblem.RefreshTokenNotFound(),
            };
        var user = await users.FindAsync(grant.UserId, cancellationToken);
        return user is null ? AuthProblem.RefreshTokenNotFound() : TypedResults.Ok(tokens.Issue(user, grant));
    }
}
