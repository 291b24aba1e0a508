using System.Text.Json;
using System.Text.Json.Nodes;

namespace RaptorFlow.Core.Models.Providers.Ollama;

/// <summary>Ollama says in a line of an answer that has begun what broke it; its client would read that as an empty piece.</summary>
internal sealed class OllamaErrorHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await MendedLines.InAsync(await base.SendAsync(request, cancellationToken), Check, cancellationToken);

    private static string Check(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is JsonObject { } piece && piece.ContainsKey("error"))
                throw ModelCallException.Unreachable(new IOException("Ollama broke its answer off with an error."));
        }
        catch (JsonException)
        {
            // Not an answer at all: its client says so.
        }
        return line;
    }
}
