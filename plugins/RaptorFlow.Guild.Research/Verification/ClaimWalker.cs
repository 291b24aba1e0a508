using System.Globalization;
using System.Text.Json;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Verification;

/// <summary>A statement somewhere in a step's answer, with what it rests on.</summary>
internal sealed record StatedClaim(string Path, string Text, IReadOnlyList<Evidence> Evidence, string? Derivation, bool Asserts);

/// <summary>Finds every claim in an answer by its shape: something said, beside its evidence.</summary>
internal static class ClaimWalker
{
    private static readonly string[] TextKeys = ["statement", "text", "title", "name", "label", "key", "meaning", "beat"];

    public static IEnumerable<StatedClaim> Claims(JsonElement element, string path = "")
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
                    foreach (var claim in Claims(item, at))
                        yield return claim;
                }
                break;
            case JsonValueKind.Object:
                if (Quotation(element) is { } alone)
                {
                    yield return new(path, alone.Quote, [alone], null, false);
                    break;
                }
                if (Of(element, path) is { } here)
                    yield return here;
                foreach (var property in element.EnumerateObject().Where(p => p.Name != "evidence"))
                {
                    foreach (var claim in Claims(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"))
                        yield return claim;
                }
                break;
        }
    }

    private static StatedClaim? Of(JsonElement element, string path)
    {
        if (!element.TryGetProperty("evidence", out var evidence))
            return null;
        List<Evidence> quotes = evidence.ValueKind switch
        {
            JsonValueKind.Array => [.. evidence.EnumerateArray().Select(Quotation).OfType<Evidence>()],
            JsonValueKind.Object when Quotation(evidence) is { } one => [one],
            _ => [],
        };
        var asserts = element.TryGetProperty("statement", out _);
        var text = TextKeys.Select(k => Text(element, k)).FirstOrDefault(t => t is not null);
        // A record without evidence claims nothing, unless it is a statement, or a line with a figure in it.
        if (quotes.Count == 0 && !asserts && !(text is not null && element.TryGetProperty("use", out _) && text.Any(char.IsAsciiDigit)))
            return null;
        return new(path, text ?? quotes.Select(q => q.Quote).FirstOrDefault() ?? path, quotes, Text(element, "derivation"), asserts || element.TryGetProperty("use", out _));
    }

    private static Evidence? Quotation(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Text(element, "source") is { } source && Text(element, "quote") is { } quote
            ? new(source, quote) { Date = Text(element, "date") } : null;

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
