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

    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

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
            "pkce" or "id_token" or "web3" => Refused(AuthProblem.FeatureDisabled($"grant_type {grantType} is not available: this server signs in with e-mail address and password alone")),
            _ => Refused(AuthProblem.UnsupportedGrantType()),
        };

    private static Task<Results<Ok<AuthSession>, Problem>> Refused(Problem problem) => Task.FromResult<Results<Ok<AuthSession>, Problem>>(problem);

    private static async Task<Results<Ok<AuthSession>, Problem>> SignInAsync(
        TokenRequest request, string address, UserStore users, SessionStore sessions, SignInLimiter limiter, Passwords passwords, AccessTokens tokens, CancellationToken cancellationToken)
    {
        var (email, phone, password) = (request.Email ?? "", request.Phone ?? "", request.Password ?? "");
        if (email.Length > 0 && phone.Length > 0)
            return AuthProblem.ValidationFailed("Only an email address or phone number should be provided on login.");
        if (phone.Length > 0)
            return AuthProblem.PhoneDisabled(422, "Phone logins are disabled");
        if (email.Length == 0)
            return AuthProblem.ValidationFailed("missing email or phone");
        if (email.Length > 320 || email.Contains('\0') || password.Length is 0 or > Passwords.MaximumLength)
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
        if (request.RefreshToken is not { Length: >= 12 and <= 512 } token)
            return AuthProblem.ValidationFailed("Refresh token is not valid");
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
