using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>The models whose provider is configured.</summary>
internal sealed class Catalogue(IOptions<ModelOptions> options, ProviderKinds kinds)
{
    private readonly List<Model> _models = [.. options.Value.Catalogue
        .Where(entry => kinds.IsConfigured(options.Value.Providers[entry.Provider!]))
        .Select(Model.From)];

    public IReadOnlyList<Model> Models => _models;

    /// <summary>Those of the tier, then of the next cheaper ones, each in the configured order and once.</summary>
    public IReadOnlyList<Model> For(ModelTier tier) => [.. Enum.GetValues<ModelTier>()
        .Where(candidate => candidate <= tier)
        .OrderDescending()
        .SelectMany(candidate => _models.Where(model => model.Tiers.Contains(candidate)))
        .Distinct()];
}
