using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Models;

internal sealed class ModelHealth(IOptions<ModelOptions> options, Catalogue catalogue, ProviderChannels channels) : IModelHealth
{
    public IReadOnlyList<ProviderHealth> Providers => [.. options.Value.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(provider =>
    {
        var channel = channels.Find(provider.Key);
        var models = catalogue.All.Where(model => provider.Key.Equals(model.Provider, StringComparison.OrdinalIgnoreCase)).Select(model => model.Id);
        return new ProviderHealth(provider.Key, provider.Value.Kind!, channel is not null, channel?.Circuit, [.. models], channel?.LastFailure?.What, channel?.LastFailure?.At);
    })];

    public IReadOnlyList<ModelListing> Models => [.. catalogue.All.Select(model => ModelListing.Of(model, channels.Find(model.Provider) is not null))];
}
