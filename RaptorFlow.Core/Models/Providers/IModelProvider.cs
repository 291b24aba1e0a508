using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Speaks one protocol. It neither retries nor limits time: the pipeline does.</summary>
internal interface IModelProvider
{
    string Kind { get; }

    IChatClient Create(string modelId, ProviderOptions options, HttpClient http);
}
