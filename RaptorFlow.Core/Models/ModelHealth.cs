using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Models;

internal sealed class ModelHealth(IOptions<ModelOptions> options, Catalogue catalogue, ProviderChannels channels) : IModelHealth
{
    private readonly ILookup<string, string> _modelsOf = catalogue.All.ToLookup(model => model.Provider, model => model.Id, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ProviderHealth> Providers => [.. options.Value.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(provider =>
    {
        var channel = channels.Find(provider.Key);
        return new ProviderHealth(provider.Key, provider.Value.Kind!, channel is not null, channel?.Circuit, [.. _modelsOf[provider.Key]], channel?.LastFailure?.What, channel?.LastFailure?.At);
    })];

    public IReadOnlyList<ModelListing> Models { get; } = [.. catalogue.All.Select(model => ModelListing.Of(model, channels.Find(model.Provider) is not null))];
}
