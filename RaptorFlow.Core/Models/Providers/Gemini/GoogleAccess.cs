using System.Collections.Concurrent;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Microsoft.Extensions.Logging;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Tokens by Google's own library, which keeps each until shortly before it expires.</summary>
internal sealed partial class GoogleAccess(ILogger<GoogleAccess> logger) : IGoogleAccess
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly ConcurrentDictionary<string, GoogleCredential> _credentials = new(StringComparer.Ordinal);

    public async ValueTask AuthorizeAsync(HttpRequestMessage request, string? credentialsFile, CancellationToken cancellationToken)
    {
        try
        {
            var credential = await CredentialAsync(credentialsFile, cancellationToken);
            var token = await ((ITokenAccessWithHeaders)credential).GetAccessTokenWithHeadersForRequestAsync(null, cancellationToken);
            request.Headers.Authorization = new("Bearer", token.AccessToken);
            // The project that the quota of a person's own credentials counts against.
            token.AddHeaders(request);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNoToken(e, credentialsFile ?? "the application default credentials");
            throw e is HttpRequestException ? ModelCallException.Unreachable(e) : ModelCallException.NoCredentials(e);
        }
    }

    // Two that come at once read the same file; what failed is read again, as it may have been mended.
    private async Task<GoogleCredential> CredentialAsync(string? file, CancellationToken cancellationToken)
    {
        if (_credentials.TryGetValue(file ?? "", out var known))
            return known;
        var credential = file is null
            ? await GoogleCredential.GetApplicationDefaultAsync(cancellationToken)
            : await CredentialFactory.FromFileAsync(file, await KindAsync(file, cancellationToken), cancellationToken);
        return _credentials.GetOrAdd(file ?? "", credential.CreateScoped(Scope));
    }

    private static async Task<string> KindAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return document.RootElement.GetProperty("type").GetString() ?? throw new InvalidDataException("The credentials do not say of what type they are.");
    }

    [LoggerMessage(LogLevel.Warning, "Google gave no access token for {Credentials}")]
    private partial void LogNoToken(Exception exception, string credentials);
}
