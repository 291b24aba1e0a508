using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Models;

/// <summary>Adds what configuration leaves out: the two vendors, their customary key variables, the shipped catalogue.</summary>
internal sealed class ModelOptionsDefaults(IConfiguration configuration) : IPostConfigureOptions<ModelOptions>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static readonly (string Provider, string KeyVariable)[] Vendors = [("anthropic", "ANTHROPIC_API_KEY"), ("openai", "OPENAI_API_KEY")];

    public void PostConfigure(string? name, ModelOptions options)
    {
        foreach (var (vendor, keyVariable) in Vendors)
        {
            if (!options.Providers.TryGetValue(vendor, out var provider))
                options.Providers[vendor] = provider = new();
            if (string.IsNullOrWhiteSpace(provider.ApiKey))
                provider.ApiKey = configuration[keyVariable];
        }
        foreach (var (providerName, provider) in options.Providers)
        {
            provider.Kind = string.IsNullOrWhiteSpace(provider.Kind) ? providerName : provider.Kind;
            provider.ApiKey = string.IsNullOrWhiteSpace(provider.ApiKey) ? null : provider.ApiKey.Trim();
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
