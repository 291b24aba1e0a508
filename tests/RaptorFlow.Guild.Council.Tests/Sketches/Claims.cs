using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Sketches;

/// <summary>Finds quotations in an output that its brief does not hold.</summary>
internal static class Claims
{
    public static IReadOnlyList<string> Unfounded(IDraft draft, CompanyBrief brief)
    {
        var facts = brief.Facts().ToLookup(f => f.Source, f => f.Quote, StringComparer.Ordinal);
        var json = JsonSerializer.SerializeToElement(draft.Output, RaptorJson.CreateOptions());
        return [.. Evidence(json).Where(e => !facts[e.Source].Any(q => q.Contains(e.Quote, StringComparison.Ordinal))).Select(e => $"{e.Source}: {e.Quote}")];
    }

    private static IEnumerable<Evidence> Evidence(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
            return node.EnumerateArray().SelectMany(Evidence);
        if (node.ValueKind != JsonValueKind.Object)
            return [];
        var here = node.TryGetProperty("source", out var source) && node.TryGetProperty("quote", out var quote)
            ? new[] { new Evidence(source.GetString()!, quote.GetString()!) } : [];
        return here.Concat(node.EnumerateObject().SelectMany(p => Evidence(p.Value)));
    }
}

/// <summary>A draft as a person reads it.</summary>
internal static class Printed
{
    private static readonly JsonSerializerOptions Options = new(RaptorJson.CreateOptions()) { WriteIndented = true };

    public static string Of<T>(Draft<T> draft)
        where T : class => JsonSerializer.Serialize(draft, Options);
}
