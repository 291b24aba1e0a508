using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>Issues the built-in identity's access tokens, with the claims Supabase gives.</summary>
internal sealed class AccessTokens(IOptions<IdentityOptions> options, TimeProvider time)
{
    private readonly SigningCredentials _credentials = new(Key(options.Value.SigningKey), SecurityAlgorithms.HmacSha256);

    public static SymmetricSecurityKey Key(string secret) => new(Encoding.UTF8.GetBytes(secret));

    public AuthSession Issue(User user, SessionGrant grant)
    {
        var now = time.GetUtcNow();
        var lifetime = options.Value.AccessTokenLifetime;
        var expires = (now + lifetime).ToUnixTimeSeconds();
        var body = new AuthUser(user);
        var payload = JsonSerializer.Serialize(new
        {
            iss = options.Value.Issuer,
            sub = user.Id,
            aud = options.Value.Audience,
            iat = now.ToUnixTimeSeconds(),
            exp = expires,
            email = user.Email,
            phone = "",
            app_metadata = body.AppMetadata,
            user_metadata = body.UserMetadata,
            role = body.Role,
            aal = "aal1",
            amr = new[] { new { method = "password", timestamp = grant.SignedInAt.ToUnixTimeSeconds() } },
            session_id = grant.SessionId,
            is_anonymous = false,
        });
        return new()
        {
            AccessToken = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload, _credentials),
            ExpiresIn = (long)lifetime.TotalSeconds,
            ExpiresAt = expires,
            RefreshToken = grant.RefreshToken,
            User = body,
        };
    }
}
