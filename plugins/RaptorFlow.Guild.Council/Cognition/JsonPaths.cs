using System.Globalization;
using System.Text.Json;

namespace RaptorFlow.Council.Cognition;

/// <summary>Follows the paths by which claims are named: <c>people[0].pains[1]</c>.</summary>
internal static class JsonPaths
{
    public static JsonElement? At(JsonElement root, string path)
    {
        JsonElement? at = root;
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            at = at is { } here ? Child(here, part) : null;
        return at;
    }

    /// <summary>The path with <c>[]</c> for every place in a list.</summary>
    public static string Pattern(string path)
    {
        var parts = path.Split('[');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => "[" + p[Math.Max(0, p.IndexOf(']', StringComparison.Ordinal))..]));
    }

    private static JsonElement? Child(JsonElement element, string part)
    {
        if (part[0] != '[')
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var member) ? member : null;
        return element.ValueKind == JsonValueKind.Array && int.TryParse(part.Trim('[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength() ? element[index] : null;
    }
}
