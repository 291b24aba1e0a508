using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models;

/// <summary>Google says in the body of an error, not in a header, how long to wait: <c>error.details[].retryDelay</c>, as in <c>34.4s</c>.</summary>
internal static class RetryInfo
{
    public static TimeSpan? In(string body)
    {
        try
        {
            var details = (JsonNode.Parse(body) as JsonObject)?["error"] is JsonObject error ? error["details"] as JsonArray : null;
            var delay = details?.OfType<JsonObject>().Select(detail => detail["retryDelay"]?.ToString()).FirstOrDefault(delay => delay is not null);
            return delay?.TrimEnd('s') is { } seconds && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var wait) && wait <= TimeSpan.MaxValue.TotalSeconds / 2
                ? TimeSpan.FromSeconds(wait)
                : null;
        }
        catch (JsonException)
        {
            // Not every error is a document.
            return null;
        }
    }
}
