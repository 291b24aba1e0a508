using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Cost;

internal sealed class CataloguePrices(Catalogue catalogue) : IModelPrices
{
    public ModelPrice? FirstOf(ModelTier tier) =>
        catalogue.For(tier) is [var model, ..] ? new(model.Id, model.Prices.Most(1, 0), model.Prices.Most(0, 1), model.OutputTokens(null)) : null;
}
