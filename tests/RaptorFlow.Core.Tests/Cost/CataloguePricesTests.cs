using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Tests.Cost;

public sealed class CataloguePricesTests
{
    [Fact]
    public void FirstOf_ATier_IsTheModelThatIsAskedFirst()
    {
        var prices = Prices(("small", ModelTier.Economy, "house"), ("other", ModelTier.Economy, "house"), ("large", ModelTier.Premium, "away"));

        // The premium model's provider has no key, so that the tier falls to the cheaper one.
        Assert.All(Enum.GetValues<ModelTier>(), tier => Assert.Equal("small", prices.FirstOf(tier)!.Id));
        Assert.Equal((2m, 10m, 1_000), (prices.FirstOf(ModelTier.Economy)!.InputMicros, prices.FirstOf(ModelTier.Economy)!.OutputMicros, prices.FirstOf(ModelTier.Economy)!.OutputTokens));
    }

    [Fact]
    public void FirstOf_ATierBelowAllModels_IsNone()
    {
        Assert.Null(Prices(("large", ModelTier.Premium, "house")).FirstOf(ModelTier.Balanced));
        Assert.Null(Prices(("large", ModelTier.Premium, "away")).FirstOf(ModelTier.Premium));
    }

    private static CataloguePrices Prices(params (string Id, ModelTier Tier, string Provider)[] models)
    {
        var options = new ModelOptions { Providers = { ["house"] = new() { Kind = "openai", ApiKey = "a key" }, ["away"] = new() { Kind = "openai" } } };
        foreach (var (id, tier, provider) in models)
            options.Catalogue.Add(new() { Id = id, Provider = provider, Tiers = { TierNames.Of(tier) }, InputPerMillion = 2, OutputPerMillion = 10, MaxOutputTokens = 1_000, ContextTokens = 8_000 });
        return new(new(Options.Create(options), new([new OpenAiProvider()])));
    }
}
