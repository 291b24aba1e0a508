using System.Globalization;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>What is wrong with the catalogue, each error naming its setting.</summary>
internal static class CatalogueErrors
{
    private static string Tiers { get; } = string.Join(", ", Enum.GetValues<ModelTier>().Select(TierNames.Of));

    public static IEnumerable<string> In(ModelOptions options)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.Catalogue.Count; i++)
        {
            var model = options.Catalogue[i];
            var setting = $"Models:Catalogue:{i}";
            if (string.IsNullOrWhiteSpace(model.Id))
                yield return $"{setting}:Id is missing.";
            else if (model.Id.Equals(OfflineChatClient.ModelId, StringComparison.OrdinalIgnoreCase))
                yield return $"{setting}:Id is '{model.Id}', which is the name of answering without a model.";
            else if (!seen.TryAdd(model.Id, i))
                yield return $"{setting}:Id is '{model.Id}', which Models:Catalogue:{seen[model.Id]}:Id already is.";
            if (model.Provider is null || !options.Providers.ContainsKey(model.Provider))
                yield return $"{setting}:Provider is '{model.Provider}'; there is no Models:Providers:{model.Provider}.";
            foreach (var error in Names(setting, model).Concat(Figures(setting, model)).Concat(LongContext(setting, model)))
                yield return error;
        }
        // An entry whose tiers cannot be read says so itself.
        if (options.Catalogue.Any(model => model.Tiers.Count == 0 || model.Tiers.Any(tier => !TierNames.TryParse(tier, out _))))
            yield break;
        var served = options.Catalogue.SelectMany(model => model.Tiers).Select(TierNames.Parse).ToHashSet();
        foreach (var tier in Enum.GetValues<ModelTier>().Where(tier => !served.Contains(tier)).Select(TierNames.Of))
            yield return $"Models:Catalogue has no model of the {tier} tier; add {tier} to the Tiers of a model: one may serve several.";
    }

    private static IEnumerable<string> Names(string setting, ModelEntry model)
    {
        if (model.Tiers.Count == 0)
            yield return $"{setting}:Tiers is missing; it lists one or more of {Tiers}.";
        for (var i = 0; i < model.Tiers.Count; i++)
        {
            if (!TierNames.TryParse(model.Tiers[i], out _))
                yield return $"{setting}:Tiers:{i} is '{model.Tiers[i]}'; known tiers are {Tiers}.";
        }
        for (var i = 0; i < model.Abilities?.Count; i++)
        {
            if (!AbilityNames.IsKnown(model.Abilities[i]))
                yield return $"{setting}:Abilities:{i} is '{model.Abilities[i]}'; known abilities are {AbilityNames.All}.";
        }
    }

    private static IEnumerable<string> Figures(string setting, ModelEntry model)
    {
        foreach (var error in Prices(setting,
                     (nameof(model.InputPerMillion), model.InputPerMillion, true),
                     (nameof(model.CachedInputPerMillion), model.CachedInputPerMillion, false),
                     (nameof(model.CacheWritePerMillion), model.CacheWritePerMillion, false),
                     (nameof(model.OutputPerMillion), model.OutputPerMillion, true),
                     (nameof(model.ReasoningPerMillion), model.ReasoningPerMillion, false)))
        {
            yield return error;
        }
        foreach (var (name, tokens) in new[] { (nameof(model.MaxOutputTokens), model.MaxOutputTokens), (nameof(model.ContextTokens), model.ContextTokens) })
        {
            if (tokens is null or <= 0)
                yield return $"{setting}:{name} is {Shown(tokens)}; it must be above 0.";
        }
    }

    private static IEnumerable<string> LongContext(string setting, ModelEntry model)
    {
        if (model.LongContext is not { } longer)
            yield break;
        setting += ":LongContext";
        if (longer.Above is null or <= 0 || longer.Above >= model.ContextTokens)
            yield return $"{setting}:{nameof(longer.Above)} is {Shown(longer.Above)}; it must lie above 0 and below ContextTokens ({Shown(model.ContextTokens)}).";
        foreach (var error in Prices(setting,
                     (nameof(longer.InputPerMillion), longer.InputPerMillion, true),
                     (nameof(longer.CachedInputPerMillion), longer.CachedInputPerMillion, false),
                     (nameof(longer.OutputPerMillion), longer.OutputPerMillion, true)))
        {
            yield return error;
        }
        foreach (var (name, price, usual) in new[]
                 {
                     (nameof(longer.InputPerMillion), longer.InputPerMillion, model.InputPerMillion),
                     (nameof(longer.CachedInputPerMillion), longer.CachedInputPerMillion ?? longer.InputPerMillion, model.CachedInputPerMillion ?? model.InputPerMillion),
                     (nameof(longer.OutputPerMillion), longer.OutputPerMillion, model.OutputPerMillion),
                 })
        {
            if (price >= 0 && price < usual)
                yield return string.Create(CultureInfo.InvariantCulture, $"{setting}:{name} is {price}; a long prompt costs no less than a short one ({usual}).");
        }
    }

    private static IEnumerable<string> Prices(string setting, params IEnumerable<(string Name, decimal? Price, bool Required)> prices)
    {
        foreach (var (name, price, required) in prices)
        {
            if (price is null && required)
                yield return $"{setting}:{name} is missing; 0 says that it is free.";
            else if (price < 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"{setting}:{name} is {price}; a price is 0 or more.");
        }
    }

    private static string Shown(int? tokens) => tokens?.ToString(CultureInfo.InvariantCulture) ?? "missing";
}
