using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>Accepts a Supabase project's tokens, by its shared secret or its published keys.</summary>
internal static class SupabaseTokens
{
    public static void Configure(JwtBearerOptions jwt, IdentityOptions identity, SupabaseUsers users)
    {
        var supabase = identity.Supabase;
        IdentitySetup.Common(jwt, identity, supabase.Issuer ?? "");
        if (supabase.JwtSecret is { Length: > 0 } secret)
        {
            jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            jwt.TokenValidationParameters.IssuerSigningKey = AccessTokens.Key(secret);
        }
        else if (supabase.JwksAddress is { } address)
        {
            // Never HMAC here: a published key must not serve as a shared secret.
            jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256];
            jwt.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                address.ToString(), new KeySetRetriever(), new HttpDocumentRetriever { RequireHttps = !address.IsLoopback });
        }
        jwt.Events.OnTokenValidated = users.OnTokenValidatedAsync;
    }

    private sealed class KeySetRetriever : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = new(await retriever.GetDocumentAsync(address, cancel)) };
            foreach (var key in configuration.JsonWebKeySet.GetSigningKeys())
                configuration.SigningKeys.Add(key);
            return configuration;
        }
    }
}

/// <summary>Makes users of Supabase known here, once each for as long as their address stays.</summary>
internal sealed class SupabaseUsers(UserStore users)
{
    private const int Remembered = 10_000;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, string> _known = new();

    public async Task OnTokenValidatedAsync(TokenValidatedContext context)
    {
        var id = context.Principal?.FindUserId();
        var email = context.Principal?.FindFirst("email")?.Value;
        if (id is null || email is not { Length: > 0 and <= 320 })
        {
            context.Fail("The token names no user with an e-mail address.");
            return;
        }
        if (_known.TryGetValue(id.Value, out var known) && known == email)
            return;
        await users.EnsureSupabaseUserAsync(id.Value, email, context.HttpContext.RequestAborted);
        if (_known.Count >= Remembered)
            _known.Clear();
        _known[id.Value] = email;
    }
}
