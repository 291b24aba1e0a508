using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Models.Providers;

namespace RaptorFlow.Core.Models;

/// <summary>Adds what configuration leaves out: a provider of each kind, the vendors' customary variables, the shipped catalogue.</summary>
internal sealed class ModelOptionsDefaults(IConfiguration configuration, ProviderKinds kinds) : IPostConfigureOptions<ModelOptions>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void PostConfigure(string? name, ModelOptions options)
    {
        foreach (var kind in kinds.All)
            options.Providers.TryAdd(kind.Kind, new());
        foreach (var (providerName, provider) in options.Providers)
        {
            provider.Kind = string.IsNullOrWhiteSpace(provider.Kind) ? providerName : provider.Kind;
            // What is said as nothing is not said: an unset variable, an empty parameter.
            provider.ApiKey = provider.ApiKey.Or(configuration);
            provider.Project = provider.Project.Or(configuration);
            provider.Location = provider.Location.Or(configuration);
            provider.CredentialsFile = provider.CredentialsFile.Or(configuration);
            if (kinds.Find(providerName) is { } kind && kind.Kind.Equals(provider.Kind, StringComparison.OrdinalIgnoreCase))
                kind.AddDefaults(provider, configuration);
        }
        if (options.Catalogue.Count == 0)
            options.Catalogue.AddRange(Shipped());
    }

    internal static IReadOnlyList<ModelEntry> Shipped()
    {
        using var stream = typeof(ModelOptionsDefaults).Assembly.GetManifestResourceStream("RaptorFlow.Core.Models.catalogue.json")
            ?? throw new InvalidOperationException("The assembly was built without Models/catalogue.json.");
        return JsonSerializer.Deserialize<ShippedCatalogue>(stream, Json)!.Models;
    }

    private sealed record ShippedCatalogue(string Source, IReadOnlyList<ModelEntry> Models);
}
