using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

internal sealed record UpdateUserRequest
{
    /// <summary>The present address, or refused: a new one could not be proven.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

    [JsonPropertyName("password")]
    public string? Password { get; init; }

    /// <summary>Merged into the <c>user_metadata</c>; null removes a member.</summary>
    [JsonPropertyName("data")]
    public JsonElement? Data { get; init; }

    [JsonPropertyName("app_metadata")]
    public JsonElement? AppMetadata { get; init; }
}

internal static class UpdateUser
{
    public static async Task<Results<Ok<AuthUser>, Problem>> HandleAsync(
        UpdateUserRequest request, HttpContext context, UserStore users, SessionStore sessions, AccountChanges changes, Passwords passwords,
        IOptions<IdentityOptions> options, CancellationToken cancellationToken)
    {
        var (caller, problem) = await AuthCaller.FindAsync(context, sessions, cancellationToken);
        if (caller is null)
            return problem!;
        if (await users.FindAsync(caller.UserId, cancellationToken) is not { } user)
            return AuthProblem.UserNotFound();
        if (Check(request, user, options.Value) is { } wrong)
            return wrong;
        if (request.Password is { } password && passwords.Check(user.PasswordHash, password) != PasswordCheck.Wrong)
            return AuthProblem.SamePassword();
        var change = new AccountChange(
            user.Id, caller.SessionId, request.Password is { } chosen ? passwords.Hash(chosen) : null, AccountRules.Text(request.Data), user.UserMetadata, context.ClientAddress());
        return await changes.ApplyAsync(change, cancellationToken) is { } changed ? TypedResults.Ok(new AuthUser(changed)) : AccountRules.MetadataTooLong();
    }

    private static Problem? Check(UpdateUserRequest request, User user, IdentityOptions options)
    {
        if (request.AppMetadata is { ValueKind: not JsonValueKind.Null })
            return AuthProblem.NotAdmin("Updating app_metadata requires admin privileges");
        if (request.Phone is { Length: > 0 })
            return AuthProblem.PhoneDisabled(422, "Phone numbers are not kept");
        if (request.Email is { Length: > 0 } email && UserStore.Normalize(email) != user.Email)
            return AuthProblem.FeatureDisabled("Changing the email address is not available: no mail is sent to confirm the new one", 422);
        return (request.Password is { } password ? AccountRules.Password(password, options) : null) ?? AccountRules.Metadata(request.Data);
    }
}
