using System.Buffers;
using System.Globalization;
using System.Text;

namespace RaptorFlow.Cli.Terminal;

/// <summary>Makes text of unknown origin safe to print: no control characters, no characters that reorder what surrounds them.</summary>
internal static class CleanText
{
    private static readonly SearchValues<char> Reordering = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(text.Length);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                space = clean.Length > 0;
                continue;
            }
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control || Reorders(rune.Value) || rune.Value is 0xFFFE or 0xFFFF)
                continue;
            if (space)
                clean.Append(' ');
            space = false;
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>Shortens to a number of characters, an ellipsis included.</summary>
    public static string Short(string? text, int length)
    {
        var clean = Of(text);
        if (clean.Length <= length)
            return clean;
        var cut = length - 1;
        if (char.IsLowSurrogate(clean[cut]))
            cut--;
        return string.Concat(clean.AsSpan(0, cut).TrimEnd(), "…");
    }

    /// <summary>JSON with the characters that reorder what surrounds them as escapes, which leaves its meaning as it was.</summary>
    public static string EscapeReordering(string json) => json.AsSpan().IndexOfAny(Reordering) < 0
        ? json
        : string.Concat(json.Select(c => Reorders(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    // Embeddings, overrides and isolates; the marks that written Arabic and Hebrew need stay.
    private static bool Reorders(int value) => value <= char.MaxValue && Reordering.Contains((char)value);
}
