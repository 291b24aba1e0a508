namespace RaptorFlow.Core.Models.Providers;

/// <summary>The protocols there are.</summary>
internal sealed class ProviderKinds(IEnumerable<IModelProvider> providers)
{
    private readonly Dictionary<string, IModelProvider> _byKind = providers.ToDictionary(provider => provider.Kind, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<IModelProvider> All => _byKind.Values;

    public IModelProvider? Find(string? kind) => kind is null ? null : _byKind.GetValueOrDefault(kind);

    public bool IsConfigured(ProviderOptions options) => Find(options.Kind)?.IsConfigured(options) is true;
}
