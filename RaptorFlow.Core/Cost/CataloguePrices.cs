using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Cost;

internal sealed class CataloguePrices(Catalogue catalogue) : IModelPrices
{
    public ModelPrice? FirstOf(ModelTier tier) =>
        catalogue.For(tier) is [var model, ..] ? new(model.Id, Math.Max(model.Input, model.CachedInput), model.Output, model.OutputTokens(null)) : null;
}
