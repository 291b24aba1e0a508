using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>The providers that are configured.</summary>
internal sealed class ProviderChannels : IDisposable
{
    private readonly FrozenDictionary<string, ProviderChannel> _channels;

    public ProviderChannels(IOptions<ModelOptions> options, ProviderKinds kinds, TimeProvider time, ILogger<ProviderChannel> logger)
    {
        _channels = options.Value.Providers
            .Where(provider => kinds.IsConfigured(provider.Value))
            .Select(provider => new ProviderChannel(provider.Key, kinds.Find(provider.Value.Kind)!, provider.Value, options.Value.Resilience, time, logger))
            .ToFrozenDictionary(channel => channel.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One by its name; null when it lacks its settings.</summary>
    public ProviderChannel? Find(string provider) => _channels.GetValueOrDefault(provider);

    public Task<ChannelAnswer> AskAsync(Model model, ModelPrompt prompt, IAnswerListener? listener, CancellationToken cancellationToken) =>
        _channels[model.Provider].AskAsync(prompt, listener, cancellationToken);

    /// <summary>Vectors of texts, in their order.</summary>
    /// <exception cref="NoEmbeddingException">There are none.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(EmbeddingModel model, IReadOnlyList<string> texts, EmbeddingPurpose purpose, CancellationToken cancellationToken) =>
        _channels[model.Provider].EmbedAsync(model, texts, purpose, cancellationToken);

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }
}
