using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Memory.Embeddings;

/// <summary>Every error at once, each naming its setting.</summary>
internal sealed class EmbeddingOptionsValidator(IServiceProvider services) : IValidateOptions<MemoryOptions>
{
    private const string Setting = $"{MemoryOptions.Section}:{nameof(MemoryOptions.Embedding)}";
    private const int MostDimensions = 4_096;
    private const int MostAtOnce = 2_048;

    public ValidateOptionsResult Validate(string? name, MemoryOptions options)
    {
        List<string> errors = [.. options.Embedding.IsSet ? [.. Provider(options.Embedding.Provider!.Trim()), .. Figures(options.Embedding)] : Unused(options.Embedding)];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Unused(EmbeddingOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Model))
            yield return $"{Setting}:Provider is missing; {Setting}:Model is '{options.Model}', and nobody is said to have it.";
    }

    private IEnumerable<string> Provider(string provider)
    {
        if (services.GetService<IOptions<ModelOptions>>() is not { } models || services.GetService<ProviderKinds>() is not { } kinds)
            yield return $"{Setting}:Provider is '{provider}', and this program has no model providers.";
        else if (!models.Value.Providers.TryGetValue(provider, out var settings))
            yield return $"{Setting}:Provider is '{provider}'; there is no Models:Providers:{provider}.";
        else if (kinds.Find(settings.Kind) is { MakesEmbeddings: false })
            yield return $"{Setting}:Provider is '{provider}', of the kind {settings.Kind}, which makes no embeddings; kinds that do are {string.Join(", ", kinds.All.Where(kind => kind.MakesEmbeddings).Select(kind => kind.Kind))}.";
        else if (!kinds.IsConfigured(settings))
            yield return $"{Setting}:Provider is '{provider}', and Models:Providers:{provider} lacks what its kind needs (an API key, or an address).";
    }

    private static IEnumerable<string> Figures(EmbeddingOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Model))
            yield return $"{Setting}:Model is missing.";
        if (options.Dimensions is not (>= 1 and <= MostDimensions))
            yield return string.Create(CultureInfo.InvariantCulture, $"{Setting}:Dimensions is {Shown(options.Dimensions)}; it must lie between 1 and {MostDimensions}, as the model's vectors are long.");
        if (options.PricePerMillion is null)
            yield return $"{Setting}:PricePerMillion is missing; 0 says that it is free.";
        else if (options.PricePerMillion < 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Setting}:PricePerMillion is {options.PricePerMillion}; a price is 0 or more.");
        if (options.BatchSize is < 1 or > MostAtOnce)
            yield return string.Create(CultureInfo.InvariantCulture, $"{Setting}:BatchSize is {options.BatchSize}; it must lie between 1 and {MostAtOnce}.");
    }

    private static string Shown(int? figure) => figure?.ToString(CultureInfo.InvariantCulture) ?? "missing";
}
