using Microsoft.Extensions.AI;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>A model of the catalogue.</summary>
internal sealed record Model
{
    public const int DefaultOutputTokens = 4096;

    public required string Id { get; init; }

    public required string Provider { get; init; }

    /// <summary>What the provider calls it.</summary>
    public required string Name { get; init; }

    public required IReadOnlySet<ModelTier> Tiers { get; init; }

    public required ModelPrices Prices { get; init; }

    /// <summary>The prices of a call whose prompt is longer than so many tokens.</summary>
    public (long Above, ModelPrices Prices)? LongContext { get; init; }

    public required int MaxOutputTokens { get; init; }

    public required int ContextTokens { get; init; }

    public required ModelAbilities Abilities { get; init; }

    /// <summary>Of an entry that is valid.</summary>
    public static Model From(ModelEntry entry)
    {
        var prices = ModelPrices.From(entry);
        return new()
        {
            Id = entry.Id!,
            Provider = entry.Provider!,
            Name = string.IsNullOrWhiteSpace(entry.Name) ? entry.Id! : entry.Name,
            Tiers = entry.Tiers.Select(TierNames.Parse).ToHashSet(),
            Prices = prices,
            LongContext = entry.LongContext is { } longer ? (longer.Above!.Value, prices.Long(longer)) : null,
            MaxOutputTokens = entry.MaxOutputTokens!.Value,
            ContextTokens = entry.ContextTokens!.Value,
            Abilities = AbilityNames.Parse(entry.Abilities),
        };
    }

    /// <summary>The tier it answers in for one that asks for a tier: that, or the next cheaper that it has.</summary>
    public ModelTier TierFor(ModelTier asked) => Tiers.Where(tier => tier <= asked).Max();

    public bool Can(ModelAbilities ability) => (Abilities & ability) == ability;

    public int OutputTokens(int? asked) => Math.Clamp(asked ?? DefaultOutputTokens, 1, MaxOutputTokens);

    /// <summary>No call with so much input and this bound on its output can cost more.</summary>
    public long Bound(long inputTokens, int? askedOutputTokens)
    {
        var output = OutputTokens(askedOutputTokens);
        var most = Prices.Most(inputTokens, output);
        return Round(LongContext is { } longer && inputTokens > longer.Above ? Math.Max(most, longer.Prices.Most(inputTokens, output)) : most);
    }

    public long Cost(UsageDetails usage)
    {
        var tokens = TokenCounts.Of(usage);
        return Round((LongContext is { } longer && tokens.Input > longer.Above ? longer.Prices : Prices).Of(tokens));
    }

    private static long Round(decimal micros) => (long)Math.Min(Math.Ceiling(micros), long.MaxValue);
}
