using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Gemini's <c>batchEmbedContents</c> over REST. It tells no usage. Newer models take no task type and leave it unread; they have prefixes for it.</summary>
internal sealed class GeminiEmbeddings(string modelId, IGeminiEndpoint endpoint, HttpClient http) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address(modelId, "batchEmbedContents"));
        request.Content = JsonContent.Create(new JsonObject { ["requests"] = new JsonArray([.. values.Select(text => Request(text, options))]) });
        await endpoint.AuthorizeAsync(request, cancellationToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return [.. answer.RootElement.GetProperty("embeddings").EnumerateArray()
            .Select(embedding => new Embedding<float>(embedding.GetProperty("values").EnumerateArray().Select(value => value.GetSingle()).ToArray()) { ModelId = modelId })];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private JsonObject Request(string text, EmbeddingGenerationOptions? options)
    {
        var request = new JsonObject
        {
            ["model"] = $"models/{modelId}",
            ["content"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) },
            ["taskType"] = options?.AdditionalProperties?[nameof(EmbeddingPurpose)] is EmbeddingPurpose.Query ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT",
        };
        if (options?.Dimensions is { } dimensions)
            request["outputDimensionality"] = dimensions;
        return request;
    }
}
