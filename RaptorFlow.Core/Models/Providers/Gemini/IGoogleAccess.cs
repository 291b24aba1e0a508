namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Access to Google Cloud.</summary>
internal interface IGoogleAccess
{
    /// <summary>Puts a bearer token on the request, a fresh one when the last has expired.</summary>
    /// <param name="credentialsFile">Null: the application default credentials.</param>
    /// <exception cref="ModelCallException">There is no token to be had.</exception>
    ValueTask AuthorizeAsync(HttpRequestMessage request, string? credentialsFile, CancellationToken cancellationToken);
}
