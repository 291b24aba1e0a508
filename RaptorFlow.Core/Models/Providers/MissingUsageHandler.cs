using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>
/// Endpoints that imitate Anthropic's may leave the usage out; the SDK then rejects an answer that was paid for. Zeros let it pass, and the
/// budget takes an answer of no tokens for one without usage.
/// </summary>
internal sealed class MissingUsageHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "text/event-stream":
                return await MendedLines.InEventsAsync(response, Mend, cancellationToken);
            case "application/json":
                var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Mend(await response.Content.ReadAsStringAsync(cancellationToken))));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                response.Content = content;
                return response;
            default:
                return response;
        }
    }

    private static string Mend(string document)
    {
        // The pieces of a stream are many, and two of them count.
        if (!document.Contains("\"message", StringComparison.Ordinal))
            return document;
        try
        {
            if (JsonNode.Parse(document) is not JsonObject piece)
                return document;
            var (counted, zeros) = (string?)piece["type"] switch
            {
                "message" => (piece, new JsonObject { ["input_tokens"] = 0, ["output_tokens"] = 0 }),
                "message_start" => (piece["message"] as JsonObject, new JsonObject { ["input_tokens"] = 0, ["output_tokens"] = 0 }),
                "message_delta" => (piece, new JsonObject { ["output_tokens"] = 0 }),
                _ => (null, null),
            };
            if (counted is null || counted["usage"] is JsonObject)
                return document;
            counted["usage"] = zeros;
            return piece.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not an answer at all: the SDK says so better.
            return document;
        }
    }
}
