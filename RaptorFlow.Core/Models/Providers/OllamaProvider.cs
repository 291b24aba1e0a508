using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OllamaSharp;
using RaptorFlow.Core.Models.Providers.Ollama;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Models on a machine of one's own, served by Ollama.</summary>
internal sealed class OllamaProvider : IModelProvider
{
    private const int Port = 11434;

    public string Kind => "ollama";

    public bool MakesEmbeddings => true;

    public void AddDefaults(ProviderOptions options, IConfiguration variables) => options.BaseAddress ??= Host(variables["OLLAMA_HOST"]);

    public bool IsConfigured(ProviderOptions options) => options.BaseAddress is not null;

    public HttpMessageHandler Around(HttpMessageHandler exchange) => new OllamaErrorHandler(exchange);

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http) => new OllamaWindow(Client(modelId, options, http));

    public IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(EmbeddingModel model, ProviderOptions options, HttpClient http) => Client(model.Name, options, http);

    private static OllamaApiClient Client(string modelId, ProviderOptions options, HttpClient http)
    {
        // Once, before the first of its models is asked: a client that has sent something takes no other.
        lock (http)
            http.BaseAddress ??= new(options.BaseAddress!.ToString().TrimEnd('/') + "/");
        var client = new OllamaApiClient(http, modelId);
        if (options.ApiKey is { } key)
            client.DefaultRequestHeaders["Authorization"] = $"Bearer {key}";
        return client;
    }

    /// <summary>Reads what Ollama's own variable may say: a host, a host and a port, an address; for a server's "all interfaces", this machine.</summary>
    internal static Uri? Host(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var text = value.Trim();
        var plain = !text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain ? $"http://{text}" : text, UriKind.Absolute, out var address))
            return new(text, UriKind.RelativeOrAbsolute);
        var builder = new UriBuilder(address);
        if (plain && address.IsDefaultPort && !text.EndsWith(":80", StringComparison.Ordinal))
            builder.Port = Port;
        if (builder.Host is "0.0.0.0" or "[::]")
            builder.Host = "127.0.0.1";
        return builder.Uri;
    }
}
