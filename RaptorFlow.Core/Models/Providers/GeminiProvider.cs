using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using RaptorFlow.Core.Models.Providers.Gemini;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Google's developer API, with a key.</summary>
internal sealed class GeminiProvider : IModelProvider
{
    private static readonly Uri Vendor = new("https://generativelanguage.googleapis.com/v1beta");

    public string Kind => "gemini";

    public bool MakesEmbeddings => true;

    public void AddDefaults(ProviderOptions options, IConfiguration variables) => options.ApiKey = options.ApiKey.Or(variables, "GEMINI_API_KEY", "GOOGLE_API_KEY");

    public bool IsConfigured(ProviderOptions options) => options.ApiKey is not null;

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http) =>
        new GeminiChatClient(modelId, new Endpoint(options.BaseAddress ?? Vendor, options.ApiKey!), http);

    public IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(EmbeddingModel model, ProviderOptions options, HttpClient http) =>
        new GeminiEmbeddings(model.Name, new Endpoint(options.BaseAddress ?? Vendor, options.ApiKey!), http);

    private sealed class Endpoint(Uri address, string key) : IGeminiEndpoint
    {
        public Uri Address(string modelId, string method) => new($"{address.ToString().TrimEnd('/')}/models/{Uri.EscapeDataString(modelId)}:{method}");

        public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("x-goog-api-key", key);
            return ValueTask.CompletedTask;
        }
    }
}
