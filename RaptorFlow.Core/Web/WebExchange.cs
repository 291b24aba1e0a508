using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Web;

/// <summary>One request to one address and its answer, within limits; redirects are the caller's.</summary>
internal sealed class WebExchange : IDisposable
{
    private const int MaximumETag = 500;

    private readonly WebOptions _options;
    private readonly HostSlots _slots;
    private readonly HttpMessageInvoker _http;
    private readonly string _userAgent;

    public WebExchange(GuardedConnections connections, IOptions<WebOptions> options)
    {
        _options = options.Value;
        _slots = new(_options.RequestsPerHost);
        _http = new(connections.CreateHandler());
        _userAgent = _options.Contact is { } contact ? $"RaptorFlow/1.0 (+{contact})" : "RaptorFlow/1.0";
    }

    /// <param name="address">Where, checked by <see cref="WebAddress"/>.</param>
    /// <param name="get">What.</param>
    /// <param name="truncate">Whether a body that is too long is cut instead of refused.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WebFetchException">No answer, or one that is not admitted. Any status is an answer.</exception>
    public async Task<WebStep> SendAsync(Uri address, WebGet get, bool truncate, CancellationToken cancellationToken)
    {
        using var turn = await _slots.EnterAsync(address.IdnHost, cancellationToken);
        using var request = Request(address, get);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is 301 or 302 or 303 or 307 or 308)
                return new(status) { Location = Location(response) };
            if (status == 304 && get.IsConditional)
                return new(status) { Answer = new() { Address = address, ETag = ETag(response), LastModified = response.Content.Headers.LastModified, NotModified = true } };
            if (status is < 200 or >= 300)
                return new(status) { RetryLater = status == 503 && response.Headers.RetryAfter is not null };
            return new(status) { Answer = await AnswerAsync(address, get, response, truncate, cancellationToken) };
        }
        catch (HttpRequestException e)
        {
            throw Refusal(address, e);
        }
        catch (InvalidDataException e)
        {
            throw new WebFetchException(WebRefusal.InvalidAnswer, $"What {address.IdnHost} sent cannot be decompressed.", "Try again later, or upload the text.", e);
        }
        catch (IOException e)
        {
            throw Unreachable(address, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Uri address, WebGet get)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", _userAgent);
        headers.TryAddWithoutValidation("Accept", get.MediaTypes.Count == 0 ? "*/*" : $"{string.Join(", ", get.MediaTypes)}, */*;q=0.1");
        if (get.ETag is { } tag && EntityTagHeaderValue.TryParse(tag, out var known))
            headers.IfNoneMatch.Add(known);
        headers.IfModifiedSince = get.LastModified;
        return request;
    }

    private async Task<WebAnswer> AnswerAsync(Uri address, WebGet get, HttpResponseMessage response, bool truncate, CancellationToken cancellationToken)
    {
        var headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw new WebFetchException(WebRefusal.InvalidAnswer, $"{address.IdnHost} sent it compressed in a way that was not asked for.", "Try again later, or upload the text.");
        var maximum = Math.Min(get.MaximumBytes ?? int.MaxValue, _options.MaximumBytes);
        if (!truncate && headers.ContentLength > maximum)
            throw TooLarge(maximum);
        var named = headers.ContentType?.MediaType?.Trim().ToLowerInvariant();
        var type = MediaTypes.IsVague(named) ? null : named;
        if (type is not null)
            Admit(get, type);
        var body = new BodyReader(await response.Content.ReadAsStreamAsync(cancellationToken), maximum);
        if (type is null)
            Admit(get, type = MediaTypes.Sniff((await body.StartAsync(MediaTypes.Telling, cancellationToken)).Span));
        var whole = await body.RestAsync(cancellationToken);
        if (body.IsTooLong && !truncate)
            throw TooLarge(maximum);
        return new()
        {
            Address = address,
            MediaType = type,
            Charset = headers.ContentType?.CharSet?.Trim().Trim('"'),
            Body = whole,
            ETag = ETag(response),
            LastModified = headers.LastModified,
        };
    }

    private static void Admit(WebGet get, string type)
    {
        if (!get.Admits(type))
            throw new WebFetchException(WebRefusal.UnsupportedType, $"At this address there is {type}, which is not read.", $"What is read: {string.Join(", ", get.MediaTypes)}.");
    }

    private static Uri? Location(HttpResponseMessage response) => response.Headers.TryGetValues("Location", out var values) && values.FirstOrDefault() is { Length: <= WebAddress.MaximumLength } location
        && Uri.TryCreate(response.RequestMessage!.RequestUri, location, out var next) ? next : null;

    private static string? ETag(HttpResponseMessage response) => response.Headers.ETag?.ToString() is { Length: <= MaximumETag } tag ? tag : null;

    private static WebFetchException Refusal(Uri address, HttpRequestException e) => e switch
    {
        // Thrown where the connection was to be made.
        { InnerException: WebFetchException refused } => new(refused.Reason, refused.Message, refused.Suggestion, e),
        { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new(WebRefusal.Insecure, $"{address.IdnHost} does not prove who it is: its certificate is invalid, expired or another's.", "Tell its owner, or upload the text.", e),
        { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new(WebRefusal.InvalidAnswer, $"{address.IdnHost} does not answer as a web server should.", "Check the address, or upload the text.", e),
        { InnerException: InvalidDataException } => new(WebRefusal.InvalidAnswer, $"What {address.IdnHost} sent cannot be decompressed.", "Try again later, or upload the text.", e),
        _ => Unreachable(address, e),
    };

    private static WebFetchException Unreachable(Uri address, Exception e) => new(
        WebRefusal.Unreachable,
        e.InnerException is SocketException or IOException && e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? $"{address.IdnHost} cannot be reached." : $"The connection to {address.IdnHost} broke off.",
        "Try again later, or upload the text.",
        e);

    private static WebFetchException TooLarge(int maximum) => new(
        WebRefusal.TooLarge,
        string.Create(CultureInfo.InvariantCulture, $"What is at this address is larger than {maximum / 1024:N0} KB."),
        "Give the address of a part of it, or upload the part that matters.");
}

/// <summary>What one request came to: an answer, a place to go on at, or a status that says no.</summary>
internal sealed record WebStep(int Status)
{
    public WebAnswer? Answer { get; init; }

    public Uri? Location { get; init; }

    /// <summary>The server names a time after which it will answer.</summary>
    public bool RetryLater { get; init; }

    public bool IsRedirect => Status is 301 or 302 or 303 or 307 or 308;
}
