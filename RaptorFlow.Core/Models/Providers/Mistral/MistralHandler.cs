using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers.Mistral;

/// <summary>Lets OpenAI's SDK talk with Mistral.</summary>
internal sealed class MistralHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null && JsonNode.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken)) is JsonObject body)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(MistralRequest.From(body)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return await MendedLines.InEventsAsync(response, Mend, cancellationToken);
        var content = new StringContent(Mend(await response.Content.ReadAsStringAsync(cancellationToken)));
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = content;
        return response;
    }

    private static string Mend(string document)
    {
        try
        {
            if (JsonNode.Parse(document) is not JsonObject answer)
                return document;
            MistralAnswer.Mend(answer);
            return answer.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not an answer at all, or the end of a stream: the SDK knows.
            return document;
        }
    }
}
