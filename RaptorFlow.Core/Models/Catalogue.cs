using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>The models whose provider is configured.</summary>
internal sealed class Catalogue
{
    private readonly FrozenDictionary<ModelTier, IReadOnlyList<Model>> _byTier;

    public Catalogue(IOptions<ModelOptions> options, ProviderKinds kinds)
    {
        Models = [.. options.Value.Catalogue.Where(entry => kinds.IsConfigured(options.Value.Providers[entry.Provider!])).Select(Model.From)];
        _byTier = Enum.GetValues<ModelTier>().ToFrozenDictionary(tier => tier, InOrder);
    }

    public IReadOnlyList<Model> Models { get; }

    /// <summary>Those of the tier, then of the next cheaper ones, each in the configured order and once.</summary>
    public IReadOnlyList<Model> For(ModelTier tier) => _byTier[tier];

    private IReadOnlyList<Model> InOrder(ModelTier tier) => [.. Enum.GetValues<ModelTier>()
        .Where(candidate => candidate <= tier)
        .OrderDescending()
        .SelectMany(candidate => Models.Where(model => model.Tiers.Contains(candidate)))
        .Distinct()];
}
