using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>The tiers by the names that settings and answers use.</summary>
internal static class TierNames
{
    private static readonly Dictionary<string, ModelTier> ByName =
        Enum.GetValues<ModelTier>().ToDictionary(Of, StringComparer.OrdinalIgnoreCase);

    public static string All { get; } = "economy, balanced or premium";

    public static string Of(ModelTier tier) => tier.ToString().ToLowerInvariant();

    public static bool TryParse(string name, out ModelTier tier) => ByName.TryGetValue(name, out tier);

    /// <summary>Of a name that is known.</summary>
    public static ModelTier Parse(string name) => ByName[name];
}
