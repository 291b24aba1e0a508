using System.Text.Json;
using System.Text.Json.Serialization;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>What GoTrue answers to a sign-in.</summary>
internal sealed record AuthSession
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("token_type")]
    public string TokenType { get; } = "bearer";

    /// <summary>Seconds.</summary>
    [JsonPropertyName("expires_in")]
    public required long ExpiresIn { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonPropertyName("expires_at")]
    public required long ExpiresAt { get; init; }

    [JsonPropertyName("refresh_token")]
    public required string RefreshToken { get; init; }

    [JsonPropertyName("user")]
    public required AuthUser User { get; init; }
}

/// <summary>A user as GoTrue shows them.</summary>
internal sealed class AuthUser(User user)
{
    [JsonPropertyName("id")]
    public Guid Id => user.Id;

    [JsonPropertyName("aud")]
    public string Audience { get; } = "authenticated";

    [JsonPropertyName("role")]
    public string Role { get; } = "authenticated";

    [JsonPropertyName("email")]
    public string Email => user.Email;

    /// <summary>No e-mail is sent to confirm: an address counts as confirmed when the account is made, as with GoTrue's autoconfirm.</summary>
    [JsonPropertyName("email_confirmed_at")]
    public DateTimeOffset EmailConfirmedAt => user.CreatedAt;

    [JsonPropertyName("confirmed_at")]
    public DateTimeOffset ConfirmedAt => user.CreatedAt;

    [JsonPropertyName("phone")]
    public string Phone { get; } = "";

    [JsonPropertyName("last_sign_in_at")]
    public DateTimeOffset? LastSignInAt => user.LastSignInAt;

    [JsonPropertyName("app_metadata")]
    public AuthAppMetadata AppMetadata { get; } = new();

    [JsonPropertyName("user_metadata")]
    public JsonElement UserMetadata { get; } = JsonElement.Parse(user.UserMetadata);

    [JsonPropertyName("identities")]
    public IReadOnlyList<AuthIdentity> Identities { get; } = [new(user)];

    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt => user.CreatedAt;

    [JsonPropertyName("updated_at")]
    public DateTimeOffset UpdatedAt => user.UpdatedAt;

    [JsonPropertyName("is_anonymous")]
    public bool IsAnonymous { get; }
}

internal sealed class AuthAppMetadata
{
    [JsonPropertyName("provider")]
    public string Provider { get; } = "email";

    [JsonPropertyName("providers")]
    public IReadOnlyList<string> Providers { get; } = ["email"];
}

internal sealed class AuthIdentity(User user)
{
    [JsonPropertyName("identity_id")]
    public Guid IdentityId => user.Id;

    [JsonPropertyName("id")]
    public Guid Id => user.Id;

    [JsonPropertyName("user_id")]
    public Guid UserId => user.Id;

    [JsonPropertyName("identity_data")]
    public IReadOnlyDictionary<string, string> IdentityData { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = user.Email, ["sub"] = user.Id.ToString() };

    [JsonPropertyName("provider")]
    public string Provider { get; } = "email";

    [JsonPropertyName("email")]
    public string Email => user.Email;

    [JsonPropertyName("last_sign_in_at")]
    public DateTimeOffset? LastSignInAt => user.LastSignInAt;

    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt => user.CreatedAt;

    [JsonPropertyName("updated_at")]
    public DateTimeOffset UpdatedAt => user.UpdatedAt;
}
