using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using RaptorFlow.Core.Models.Providers.Mistral;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>OpenAI's chat completions in Mistral's own dialect.</summary>
internal sealed class MistralProvider : IModelProvider
{
    private static readonly Uri Vendor = new("https://api.mistral.ai/v1");

    public string Kind => "mistral";

    public bool MakesEmbeddings => true;

    public void AddDefaults(ProviderOptions options, IConfiguration variables) => options.ApiKey = options.ApiKey.Or(variables, "MISTRAL_API_KEY");

    public bool IsConfigured(ProviderOptions options) => options.ApiKey is not null;

    public HttpMessageHandler Around(HttpMessageHandler exchange) => new MistralHandler(exchange);

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http) =>
        OpenAiProvider.Client(modelId, options, options.BaseAddress ?? Vendor, http);

    public IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(EmbeddingModel model, ProviderOptions options, HttpClient http) =>
        OpenAiProvider.Sdk(options, options.BaseAddress ?? Vendor, http).GetEmbeddingClient(model.Name).AsIEmbeddingGenerator();
}
