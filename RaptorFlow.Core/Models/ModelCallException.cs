using System.Globalization;
using System.Net;

namespace RaptorFlow.Core.Models;

/// <summary>A provider's failure, whatever its SDK calls it.</summary>
internal sealed class ModelCallException(string message, HttpStatusCode? status, TimeSpan? retryAfter, bool transient, Exception? inner = null) : Exception(message, inner)
{
    public HttpStatusCode? Status => status;

    /// <summary>The wait the provider asks for.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>The same call may succeed later.</summary>
    public bool Transient => transient;

    /// <summary>Says something about the provider, not about this one request.</summary>
    public bool ProviderAtFault => transient || status is null or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired;

    /// <summary>It answered, and refused this prompt.</summary>
    public bool AgainstPrompt => status is HttpStatusCode.OK;

    public static ModelCallException From(HttpStatusCode status, TimeSpan? retryAfter) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Describe(status)} ({(int)status})"), status, retryAfter,
        transient: status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500);

    public static ModelCallException Unreachable(Exception inner) => new("it could not be reached", null, null, transient: true, inner);

    /// <summary>Part of the answer came and is paid for: to ask again is the caller's to decide.</summary>
    public static ModelCallException Cut(Exception inner) => new("its answer was cut off", null, null, transient: false, inner);

    public static ModelCallException Unintelligible(Exception inner) => new("its answer could not be read", null, null, transient: false, inner);

    /// <summary>It will not answer this prompt; others it may.</summary>
    public static ModelCallException Blocked(string reason) => new($"it blocks the prompt ({reason})", HttpStatusCode.OK, null, transient: false);

    /// <summary>There is nothing to show it that it would take for a key.</summary>
    public static ModelCallException NoCredentials(Exception inner) => new("its credentials give no access", HttpStatusCode.Unauthorized, null, transient: false, inner);

    private static string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "it refused the key",
        HttpStatusCode.PaymentRequired => "its account has no credit",
        HttpStatusCode.TooManyRequests => "it limits the rate of calls",
        HttpStatusCode.NotFound => "it does not know the model or the address",
        >= HttpStatusCode.InternalServerError => "it failed",
        _ => "it refused the request",
    };
}
