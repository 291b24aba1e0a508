using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>The providers that are configured, and how all of them are.</summary>
internal sealed class ProviderChannels : IModelHealth, IDisposable
{
    private readonly FrozenDictionary<string, ProviderChannel> _channels;
    private readonly ModelOptions _options;

    public ProviderChannels(IOptions<ModelOptions> options, ProviderKinds kinds, TimeProvider time, ILogger<ProviderChannel> logger)
    {
        _options = options.Value;
        _channels = _options.Providers
            .Where(provider => kinds.IsConfigured(provider.Value))
            .Select(provider => new ProviderChannel(provider.Key, kinds.Find(provider.Value.Kind)!, provider.Value, _options.Resilience, time, logger))
            .ToFrozenDictionary(channel => channel.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<ProviderHealth> Providers => [.. _options.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(provider =>
    {
        var channel = _channels.GetValueOrDefault(provider.Key);
        var models = _options.Catalogue.Where(model => provider.Key.Equals(model.Provider, StringComparison.OrdinalIgnoreCase)).Select(model => model.Id!);
        return new ProviderHealth(provider.Key, provider.Value.Kind!, channel is not null, channel?.Circuit, [.. models], channel?.LastFailure?.What, channel?.LastFailure?.At);
    })];

    public Task<ChannelAnswer> AskAsync(Model model, ModelPrompt prompt, IAnswerListener? listener, CancellationToken cancellationToken) =>
        _channels[model.Provider].AskAsync(prompt, listener, cancellationToken);

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }
}
