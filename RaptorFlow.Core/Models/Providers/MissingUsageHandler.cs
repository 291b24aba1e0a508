using System.Net.Http.Headers;
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
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
            return response;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var content = new ByteArrayContent(Mend(body) ?? body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        response.Content = content;
        return response;
    }

    private static byte[]? Mend(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject message || (string?)message["type"] != "message" || message["usage"] is JsonObject)
                return null;
            message["usage"] = new JsonObject { ["input_tokens"] = 0, ["output_tokens"] = 0 };
            return JsonSerializer.SerializeToUtf8Bytes(message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not an answer at all: the SDK says so better.
            return null;
        }
    }
}
