using Microsoft.Extensions.Options;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>The models whose provider has a key.</summary>
internal sealed class Catalogue(IOptions<ModelOptions> options)
{
    private readonly List<Model> _models = [.. options.Value.Catalogue
        .Where(entry => options.Value.Providers[entry.Provider!].ApiKey is { Length: > 0 })
        .Select(Model.From)];

    public IReadOnlyList<Model> Models => _models;

    /// <summary>Those of the tier, then of the cheaper tiers, each in the configured order.</summary>
    public IReadOnlyList<Model> For(ModelTier tier) => [.. _models.Where(model => model.Tier <= tier).OrderByDescending(model => model.Tier)];
}
