using Microsoft.Extensions.Logging;

namespace RaptorFlow.Core.Models;

/// <summary>Turns failed exchanges into <see cref="ModelCallException"/> before an SDK wraps them in its own and loses Retry-After.</summary>
internal sealed partial class FailureHandler(string provider, TimeProvider time, ILogger logger, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int LoggedCharacters = 500;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw ModelCallException.Unreachable(e);
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            LogFailure(provider, (int)response.StatusCode, body.Cut(LoggedCharacters));
            var wait = response.Headers.RetryAfter;
            // A time of day is the vendor's own, whatever this host's clock says.
            var retryAfter = wait?.Delta ?? (wait?.Date - (response.Headers.Date ?? time.GetUtcNow())) ?? RetryInfo.In(body);
            throw ModelCallException.From(response.StatusCode, retryAfter < TimeSpan.Zero ? TimeSpan.Zero : retryAfter);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} answered {Status}: {Body}")]
    private partial void LogFailure(string provider, int status, string body);
}
