using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>A model of the catalogue, as everybody may see it.</summary>
public sealed record ModelListing
{
    public required string Id { get; init; }

    public required string Provider { get; init; }

    /// <summary>Its provider has what it needs, so that it is asked.</summary>
    public required bool Available { get; init; }

    /// <summary>In which it is asked, cheapest first.</summary>
    public required IReadOnlyList<ModelTier> Tiers { get; init; }

    /// <summary>Of <c>structured_output</c>, <c>tools</c>, <c>vision</c>, <c>reasoning</c>.</summary>
    public required IReadOnlyList<string> Abilities { get; init; }

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public required int ContextTokens { get; init; }

    public required int MaxOutputTokens { get; init; }

    public required PriceListing Prices { get; init; }

    /// <summary>What the whole of a call costs whose prompt is longer; null when that costs the same.</summary>
    public LongPriceListing? LongContext { get; init; }

    internal static ModelListing Of(Model model, bool available) => new()
    {
        Id = model.Id,
        Provider = model.Provider,
        Available = available,
        Tiers = [.. model.Tiers.Order()],
        Abilities = AbilityNames.Of(model.Abilities),
        ContextTokens = model.ContextTokens,
        MaxOutputTokens = model.MaxOutputTokens,
        Prices = PriceListing.Of(model.Prices),
        LongContext = model.LongContext is { } longer ? new(longer.Above, PriceListing.Of(longer.Prices)) : null,
    };
}

/// <summary>Prices in USD per million tokens.</summary>
/// <param name="Input">Of what is asked.</param>
/// <param name="CachedInput">Of what the vendor reads from its own cache.</param>
/// <param name="CacheWrite">Of what the vendor writes to its own cache.</param>
/// <param name="Output">Of what is answered.</param>
/// <param name="Reasoning">Of the part of the output that is reasoning.</param>
public sealed record PriceListing(decimal Input, decimal CachedInput, decimal CacheWrite, decimal Output, decimal Reasoning)
{
    internal static PriceListing Of(ModelPrices prices) => new(prices.Input, prices.CachedInput, prices.CacheWrite, prices.Output, prices.Reasoning);
}

/// <param name="Above">Tokens of the prompt, cached ones included.</param>
/// <param name="Prices">What every token of such a call costs.</param>
public sealed record LongPriceListing(long Above, PriceListing Prices);
