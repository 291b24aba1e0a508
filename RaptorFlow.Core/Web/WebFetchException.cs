namespace RaptorFlow.Core.Web;

/// <summary>Why an address was not fetched.</summary>
public enum WebRefusal
{
    /// <summary>No address that is fetched here: another scheme, a password in it, a port of another protocol.</summary>
    InvalidAddress,

    /// <summary>It leads into a network that is not public.</summary>
    ForbiddenAddress,

    /// <summary>The host's name is not known.</summary>
    HostNotFound,

    /// <summary>No connection, or one that broke off.</summary>
    Unreachable,

    /// <summary>The host's certificate is not one to trust, or the redirect leaves https.</summary>
    Insecure,

    /// <summary>It took longer than <see cref="WebOptions.Timeout"/>.</summary>
    TimedOut,

    /// <summary>More than <see cref="WebOptions.MaximumBytes"/>.</summary>
    TooLarge,

    /// <summary>Of a type that the caller does not read.</summary>
    UnsupportedType,

    /// <summary>More than five, or in a circle.</summary>
    Redirects,

    /// <summary>The site's robots.txt forbids it, or could not be read.</summary>
    Robots,

    /// <summary>404 or 410.</summary>
    NotFound,

    /// <summary>401, 402, 403, 407 or 451.</summary>
    AccessDenied,

    /// <summary>429, or 503 for now.</summary>
    Busy,

    /// <summary>Any other status that is no success.</summary>
    Failed,

    /// <summary>Not HTTP as it should be.</summary>
    InvalidAnswer,
}

/// <summary>An address was not fetched. The message says to a user what it was and what to do.</summary>
/// <param name="reason">For programs.</param>
/// <param name="message">What was wrong; one sentence.</param>
/// <param name="suggestion">The way out; one sentence.</param>
/// <param name="inner">What it came from.</param>
public sealed class WebFetchException(WebRefusal reason, string message, string suggestion, Exception? inner = null) : Exception(message, inner)
{
    public WebRefusal Reason => reason;

    public string Suggestion => suggestion;
}
