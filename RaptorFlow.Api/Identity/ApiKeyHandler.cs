using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>API keys, as <c>Authorization: Bearer rf_…</c> or <c>X-Api-Key</c>. A key brings its workspace with it.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public static string? Credential(HttpRequest request)
    {
        if (request.Headers["X-Api-Key"].ToString() is { Length: > 0 } header)
            return header;
        return AuthSchemes.Bearer(request) is { } bearer && ApiKeyStore.IsApiKey(bearer) ? bearer : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credential(Request) is not { } credential)
            return AuthenticateResult.NoResult();
        if (await keys.AuthenticateAsync(credential, Context.RequestAborted) is not { } workspace)
            return AuthenticateResult.Fail("The API key is not valid.");
        Context.Features.Set(new ApiKeyWorkspace(workspace));
        var identity = new ClaimsIdentity([new("sub", workspace.UserId.ToString())], AuthSchemes.ApiKey);
        return AuthenticateResult.Success(new(new(identity), Scheme.Name));
    }
}

/// <summary>Set on requests that an API key authenticated.</summary>
internal sealed record ApiKeyWorkspace(WorkspaceContext Context);
