using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>The models in the order in which they are preferred.</summary>
internal sealed class Catalogue
{
    private readonly FrozenDictionary<ModelTier, IReadOnlyList<Model>> _byTier;

    public Catalogue(IOptions<ModelOptions> options, ProviderKinds kinds)
    {
        var models = options.Value.Catalogue.Select(Model.From);
        All = [.. options.Value.Prefer == ModelOptions.Cheapest ? models.OrderBy(model => model.Prices.Typical) : models];
        Models = [.. All.Where(model => kinds.IsConfigured(options.Value.Providers[model.Provider]))];
        _byTier = Enum.GetValues<ModelTier>().ToFrozenDictionary(tier => tier, tier => TierOrder.Of(tier, Models, model => model.Tiers));
    }

    public IReadOnlyList<Model> All { get; }

    /// <summary>Those whose provider is configured.</summary>
    public IReadOnlyList<Model> Models { get; }

    /// <summary>Those that a call of the tier goes to, one after the other.</summary>
    public IReadOnlyList<Model> For(ModelTier tier) => _byTier[tier];
}

internal static class TierOrder
{
    /// <summary>Those of the tier, then of the next cheaper ones, each in the given order and once.</summary>
    public static IReadOnlyList<T> Of<T>(ModelTier tier, IReadOnlyList<T> models, Func<T, IEnumerable<ModelTier>> tiersOf) => [.. Enum.GetValues<ModelTier>()
        .Where(candidate => candidate <= tier)
        .OrderDescending()
        .SelectMany(candidate => models.Where(model => tiersOf(model).Contains(candidate)))
        .Distinct()];
}
