using Microsoft.Extensions.Options;
using RaptorFlow.Core.Web.Robots;

namespace RaptorFlow.Core.Web;

/// <summary>
/// Fetches what is at an address that somebody gave: from the public Internet only, within limits of size and time, asking robots.txt, following
/// up to five redirects, each checked as the first.
/// </summary>
public sealed class WebFetcher
{
    internal const int MaximumRedirects = 5;

    private readonly WebExchange _exchange;
    private readonly RobotsTexts _robots;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    internal WebFetcher(WebExchange exchange, RobotsTexts robots, IOptions<WebOptions> options, TimeProvider time)
    {
        _exchange = exchange;
        _robots = robots;
        _timeout = options.Value.Timeout;
        _time = time;
    }

    /// <exception cref="WebFetchException">There is no answer that the request admits; it says why and what to do.</exception>
    public async Task<WebAnswer> GetAsync(WebGet get, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(get);
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await FollowAsync(get, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebFetchException(WebRefusal.TimedOut, FormattableString.Invariant($"{get.Address.IdnHost} did not send all of it within {_timeout.TotalSeconds:0.#} seconds."), "Try again later, or upload the text.", e);
        }
    }

    private async Task<WebAnswer> FollowAsync(WebGet get, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var address = WebAddress.Check(get.Address);
        while (true)
        {
            if (!seen.Add(WebAddress.Normalise(address)))
                throw Redirects($"The redirects of {get.Address.IdnHost} go round in a circle.");
            if (seen.Count > MaximumRedirects + 1)
                throw Redirects($"{get.Address.IdnHost} redirects more than five times.");
            if (get.ObeyRobots)
                await ObeyAsync(address, cancellationToken);
            var step = await _exchange.SendAsync(address, get, truncate: false, cancellationToken);
            if (step.Answer is { } answer)
                return answer;
            address = step.IsRedirect ? Next(address, step) : throw Refusal(address, step);
        }
    }

    private async Task ObeyAsync(Uri address, CancellationToken cancellationToken)
    {
        if (await _robots.ForAsync(address, cancellationToken) is not { } rules)
            throw new WebFetchException(WebRefusal.Robots, $"The robots.txt of {address.IdnHost} cannot be read now, and so nothing of it is fetched.", "Try again later, or upload the text.");
        if (!rules.Allows(address.PathAndQuery))
            throw new WebFetchException(WebRefusal.Robots, $"The robots.txt of {address.IdnHost} asks programs not to fetch this page.", "Open it yourself, and upload the text if you may use it.");
    }

    /// <summary>Where to go on. From https to http it never goes: whoever sits in between could give any answer to what was asked for securely.</summary>
    internal static Uri Next(Uri address, WebStep step)
    {
        var next = step.Location is { } location ? WebAddress.Check(location) : throw new WebFetchException(WebRefusal.InvalidAnswer, $"{address.IdnHost} redirects to nowhere.", "Check the address.");
        return address.Scheme != Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttps
            ? next
            : throw new WebFetchException(WebRefusal.Insecure, $"{address.IdnHost} redirects from https to http, where anybody on the way could change the text.", "If you accept that, give the http address itself.");
    }

    private static WebFetchException Refusal(Uri address, WebStep step)
    {
        var host = address.IdnHost;
        return step.Status switch
        {
            404 or 410 => new(WebRefusal.NotFound, $"{host} has nothing at this address.", "Check the address."),
            401 or 402 or 403 or 407 or 451 => new(WebRefusal.AccessDenied, $"{host} does not show this page to everybody.", "Open it yourself, and upload the text if you may use it."),
            429 => Busy(host),
            503 when step.RetryLater => Busy(host),
            >= 500 => new(WebRefusal.Failed, FormattableString.Invariant($"{host} answers with an error of its own ({step.Status})."), "Try again later."),
            _ => new(WebRefusal.Failed, FormattableString.Invariant($"{host} does not serve this address ({step.Status})."), "Check the address."),
        };
    }

    private static WebFetchException Busy(string host) => new(WebRefusal.Busy, $"{host} asks to be left alone for a while.", "Try again later.");

    private static WebFetchException Redirects(string message) => new(WebRefusal.Redirects, message, "Give the address at which the page is in the end.");
}
