using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cache;

/// <summary>The kinds of what is kept, by the names that cards, routes, keys and figures use.</summary>
public static class CacheKinds
{
    /// <summary>Vectors of texts. No agent answers with them, so no card names them.</summary>
    public const string Embeddings = "embeddings";

    private static readonly Dictionary<string, CacheKind> ByName = Enum.GetValues<CacheKind>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>What cards name.</summary>
    public static IReadOnlyList<string> OfAnswers { get; } = [.. Enum.GetValues<CacheKind>().Select(Of)];

    public static IReadOnlyList<string> All { get; } = [.. OfAnswers, Embeddings];

    public static string Of(CacheKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static bool TryParse([NotNullWhen(true)] string? name, out CacheKind kind)
    {
        kind = default;
        return name is not null && ByName.TryGetValue(name, out kind);
    }
}
