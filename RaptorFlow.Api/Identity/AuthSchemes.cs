using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>How a request can say who it is from. The default one looks at the credential and hands over to one of the others.</summary>
internal static class AuthSchemes
{
    public const string Default = "raptorflow";
    public const string BuiltIn = "builtin";
    public const string Supabase = "supabase";
    public const string ApiKey = "api_key";
    private static readonly JsonWebTokenHandler Tokens = new();

    /// <summary>Reads the issuer without trusting it: the scheme chosen checks it again, with the signature.</summary>
    public static string Select(HttpContext context)
    {
        var supabase = context.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.Supabase;
        if (ApiKeyHandler.Credential(context.Request) is not null)
            return ApiKey;
        return supabase.Enabled && Bearer(context.Request) is { } token && Tokens.CanReadToken(token) && TryReadIssuer(token) == supabase.Issuer ? Supabase : BuiltIn;
    }

    /// <summary>The bearer token, from the header or, where the endpoint allows it, from the query.</summary>
    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header["Bearer ".Length..].Trim() is { Length: > 0 } bearer)
            return bearer;
        return QueryTokens.Find(request);
    }

    private static string? TryReadIssuer(string token)
    {
        try
        {
            return Tokens.ReadJsonWebToken(token).Issuer;
        }
        catch (ArgumentException)
        {
            return null; // Not a token; the built-in scheme refuses it.
        }
    }
}
