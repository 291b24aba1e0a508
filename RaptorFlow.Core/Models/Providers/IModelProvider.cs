using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Speaks one protocol. It neither retries nor limits time: the pipeline does.</summary>
internal interface IModelProvider
{
    string Kind { get; }

    /// <summary>Fills what the settings leave out from the vendor's customary variables: only for the provider that bears the kind's name.</summary>
    void AddDefaults(ProviderOptions options, IConfiguration variables);

    /// <summary>It has what it needs to be asked.</summary>
    bool IsConfigured(ProviderOptions options);

    /// <summary>What is wrong with the settings, each naming its own.</summary>
    /// <param name="setting">The settings' place: <c>Models:Providers:name</c>.</param>
    IEnumerable<string> Problems(string setting, ProviderOptions options) => [];

    /// <summary>Whatever the protocol needs around the exchange of each request.</summary>
    HttpMessageHandler Around(HttpMessageHandler exchange) => exchange;

    /// <summary>It has models that make vectors of texts.</summary>
    bool MakesEmbeddings => false;

    /// <summary>A client for one model, by the name its provider calls it.</summary>
    IChatClient Create(string modelId, ProviderOptions options, HttpClient http);

    /// <summary>A client for one model of vectors.</summary>
    IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(EmbeddingModel model, ProviderOptions options, HttpClient http) =>
        throw new NotSupportedException($"{Kind} makes no embeddings.");
}
