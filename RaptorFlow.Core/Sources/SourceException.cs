using System.Globalization;
using System.Net;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>Why a source gives no answer. Its message is shown to people, and holds no address and no key.</summary>
internal sealed class SourceException(SourceStatus status, string message, Exception? inner = null) : Exception(message, inner)
{
    public SourceStatus Status => status;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same call may succeed in a moment.</summary>
    public bool Transient { get; init; }

    /// <summary>What the vendor charged all the same, in micro-dollars.</summary>
    public long CostMicros { get; init; }

    /// <summary>Says something about the vendor, not about this one question.</summary>
    public bool VendorAtFault => status is SourceStatus.Unavailable;

    public static SourceException Refused(string why) => new(SourceStatus.Refused, why);

    public static SourceException Unreadable(string what, Exception? inner = null) => new(SourceStatus.Failed, $"Its answer could not be read: {what}", inner);

    public static SourceException OverQuota(string why, TimeSpan? retryAfter = null) => new(SourceStatus.OverQuota, why) { RetryAfter = retryAfter };

    /// <summary>What a status says where the vendor says nothing better.</summary>
    public static SourceException From(HttpStatusCode status, string? said = null, TimeSpan? retryAfter = null)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        var because = string.IsNullOrWhiteSpace(said) ? $" ({number})." : $" ({number}): {said.Trim().Cut(200)}";
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused($"It refuses the key{because}"),
            HttpStatusCode.PaymentRequired => Refused($"Its account has no credit{because}"),
            HttpStatusCode.TooManyRequests => OverQuota($"It limits the rate of calls{because}", retryAfter),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(SourceStatus.Unavailable, $"It failed{because}") { Transient = true, RetryAfter = retryAfter },
            _ => new(SourceStatus.Failed, $"It refused the question{because}"),
        };
    }
}
