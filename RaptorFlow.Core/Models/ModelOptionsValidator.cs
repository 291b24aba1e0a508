using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>Every error at once, each naming its setting.</summary>
internal sealed class ModelOptionsValidator(ProviderKinds kinds) : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        List<string> errors = [.. Providers(options), .. CatalogueErrors.In(options), .. Preference(options.Prefer), .. Resilience(options.Resilience)];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Providers(ModelOptions options)
    {
        foreach (var (name, provider) in options.Providers)
        {
            var setting = $"Models:Providers:{name}";
            if (provider.BaseAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
                yield return $"{setting}:BaseAddress is '{address}'; it must be an absolute http or https address.";
            if (kinds.Find(provider.Kind) is not { } kind)
                yield return $"{setting}:Kind is '{provider.Kind}'; known kinds are {string.Join(", ", kinds.All.Select(kind => kind.Kind))}.";
            else
            {
                foreach (var problem in kind.Problems(setting, provider))
                    yield return problem;
            }
        }
    }

    private static IEnumerable<string> Preference(string preference)
    {
        if (preference is not (ModelOptions.Listed or ModelOptions.Cheapest))
            yield return $"Models:Prefer is '{preference}'; it must be {ModelOptions.Listed} or {ModelOptions.Cheapest}.";
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
