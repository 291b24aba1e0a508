using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OpenAI;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>OpenAI's chat completions, at any address that speaks them.</summary>
internal sealed class OpenAiProvider : IModelProvider
{
    public string Kind => "openai";

    public bool MakesEmbeddings => true;

    public void AddDefaults(ProviderOptions options, IConfiguration variables) => options.ApiKey = options.ApiKey.Or(variables, "OPENAI_API_KEY");

    public bool IsConfigured(ProviderOptions options) => options.ApiKey is not null;

    public HttpMessageHandler Around(HttpMessageHandler exchange) => new StreamUsageHandler(exchange);

    public IChatClient Create(string modelId, ProviderOptions options, HttpClient http) => Client(modelId, options, options.BaseAddress, http);

    public IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(EmbeddingModel model, ProviderOptions options, HttpClient http) =>
        Sdk(options, options.BaseAddress, http).GetEmbeddingClient(model.Name).AsIEmbeddingGenerator();

    /// <summary>For every vendor that speaks the protocol.</summary>
    public static IChatClient Client(string modelId, ProviderOptions options, Uri? address, HttpClient http) =>
        new OpenAiCacheWrites(Sdk(options, address, http).GetChatClient(modelId).AsIChatClient());

    /// <summary>OpenAI's SDK, for every vendor that speaks the protocol.</summary>
    public static OpenAIClient Sdk(ProviderOptions options, Uri? address, HttpClient http) =>
        new(new ApiKeyCredential(options.ApiKey!), new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromHours(1),
        });
}
