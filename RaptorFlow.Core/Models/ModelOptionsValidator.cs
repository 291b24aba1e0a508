using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>Every error at once, each naming its setting.</summary>
internal sealed class ModelOptionsValidator(IEnumerable<IModelProvider> kinds) : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        List<string> errors = [.. Providers(options), .. Catalogue(options), .. Resilience(options.Resilience)];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Providers(ModelOptions options)
    {
        foreach (var (name, provider) in options.Providers)
        {
            if (!kinds.Any(kind => kind.Kind.Equals(provider.Kind, StringComparison.OrdinalIgnoreCase)))
                yield return $"Models:Providers:{name}:Kind is '{provider.Kind}'; known kinds are {string.Join(", ", kinds.Select(kind => kind.Kind))}.";
            if (provider.BaseAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
                yield return $"Models:Providers:{name}:BaseAddress is '{address}'; it must be an absolute http or https address.";
        }
    }

    private static IEnumerable<string> Catalogue(ModelOptions options)
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
            if (model.Tier is not { } tier || !Enum.IsDefined(tier))
                yield return $"{setting}:Tier is {model.Tier?.ToString() ?? "missing"}; it must be economy, balanced or premium.";
            foreach (var error in Figures(setting, model))
                yield return error;
        }
    }

    private static IEnumerable<string> Figures(string setting, ModelEntry model)
    {
        foreach (var (name, price, required) in new[]
                 {
                     (nameof(model.InputPerMillion), model.InputPerMillion, true),
                     (nameof(model.CachedInputPerMillion), model.CachedInputPerMillion, false),
                     (nameof(model.OutputPerMillion), model.OutputPerMillion, true),
                 })
        {
            if (price is null && required)
                yield return $"{setting}:{name} is missing; 0 says that it is free.";
            else if (price < 0)
                yield return FormattableString.Invariant($"{setting}:{name} is {price}; a price is 0 or more.");
        }
        foreach (var (name, tokens) in new[] { (nameof(model.MaxOutputTokens), model.MaxOutputTokens), (nameof(model.ContextTokens), model.ContextTokens) })
        {
            if (tokens is null or <= 0)
                yield return FormattableString.Invariant($"{setting}:{name} is {tokens?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; it must be above 0.");
        }
    }

    private static IEnumerable<string> Resilience(ResilienceOptions resilience)
    {
        if (resilience.Timeout < TimeSpan.FromMilliseconds(10) || resilience.Timeout > TimeSpan.FromHours(1))
            yield return $"Models:Resilience:Timeout is {resilience.Timeout:c}; it must lie between 10 ms and 1 h.";
        if (resilience.Retries is < 0 or > 10)
            yield return FormattableString.Invariant($"Models:Resilience:Retries is {resilience.Retries}; it must lie between 0 and 10.");
        if (resilience.RetryDelay < TimeSpan.Zero || resilience.RetryDelay > resilience.MaxRetryDelay)
            yield return $"Models:Resilience:RetryDelay is {resilience.RetryDelay:c}; it must lie between 0 and MaxRetryDelay ({resilience.MaxRetryDelay:c}).";
        if (resilience.MaxRetryDelay > TimeSpan.FromMinutes(10))
            yield return $"Models:Resilience:MaxRetryDelay is {resilience.MaxRetryDelay:c}; it must not exceed 10 min.";
        if (resilience.CircuitMinimumCalls is < 2 or > 10_000)
            yield return FormattableString.Invariant($"Models:Resilience:CircuitMinimumCalls is {resilience.CircuitMinimumCalls}; it must lie between 2 and 10000.");
        foreach (var (name, span) in new[] { (nameof(resilience.CircuitWindow), resilience.CircuitWindow), (nameof(resilience.CircuitBreak), resilience.CircuitBreak) })
        {
            if (span < TimeSpan.FromMilliseconds(500) || span > TimeSpan.FromDays(1))
                yield return $"Models:Resilience:{name} is {span:c}; it must lie between 500 ms and 1 day.";
        }
    }
}
