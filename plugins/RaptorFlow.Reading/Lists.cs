namespace RaptorFlow.Reading;

/// <summary>Splits an entry that names several things.</summary>
public static class Lists
{
    private const int LongestWord = 40;
    private static readonly HashSet<string> Legal = new(StringComparer.OrdinalIgnoreCase)
    {
        "inc", "inc.", "llc", "ltd", "ltd.", "corp", "corp.", "co", "co.", "gmbh", "ag", "kg", "sa", "s.a.", "sas", "sarl", "s.r.l.", "srl", "spa", "s.p.a.", "bv", "b.v.", "nv", "plc", "se", "lda", "s.l.", "sl",
    };

    /// <summary>
    /// The names in an entry, verbatim: split at slashes, semicolons and commas, and at the word for "and" only where a comma
    /// shows that it is a list. <c>Marks and Spencer</c>, <c>Dupont &amp; Fils</c> and <c>Acme, Inc.</c> stay whole.
    /// </summary>
    /// <param name="text">One entry of a list.</param>
    /// <param name="language">A BCP 47 tag, for its word for "and".</param>
    public static IReadOnlyList<string> SplitNames(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = Cut(text);
        if (parts.Count > 1 && parts[^1].Separator == ',' && LastAnd(parts[^1].Text, language) is { } pair)
        {
            var last = parts[^1];
            parts.RemoveAt(parts.Count - 1);
            parts.AddRange(pair.Where(p => p.Length > 0).Select(p => (p, last.Separator)));
        }
        return [.. parts.Select(p => p.Text).Where(p => p.Length > 0)];
    }

    private static List<(string Text, char Separator)> Cut(string text)
    {
        var parts = new List<(string Text, char Separator)>();
        var (start, depth, separator) = (0, 0, ' ');
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' or '[' => 1, ')' or ']' => -1, _ => 0 };
            if (depth > 0 || !Separates(text, i))
                continue;
            parts.Add((text[start..i].Trim(), separator));
            (start, separator) = (i + 1, text[i]);
        }
        parts.Add((text[start..].Trim(), separator));
        return parts;
    }

    private static bool Separates(string text, int i) => text[i] switch
    {
        ';' or '|' or '•' => true,
        ',' => !(i + 1 < text.Length && char.IsDigit(text[i + 1])) && !Legal.Contains(NextWord(text, i)),
        '/' => (i > 0 && text[i - 1] == ' ') || (LettersBefore(text, i) >= 3 && NextWord(text, i).Length >= 3 && text[i - 1] != ':' && text[i + 1] != '/'),
        _ => false,
    };

    private static string NextWord(string text, int i)
    {
        var rest = text.AsSpan(i + 1, Math.Min(LongestWord, text.Length - i - 1)).TrimStart().ToString();
        var end = rest.AsSpan().IndexOfAny(" ,;/|");
        return end < 0 ? rest : rest[..end];
    }

    private static int LettersBefore(string text, int i)
    {
        var count = 0;
        while (i - count > 0 && char.IsLetterOrDigit(text[i - count - 1]))
            count++;
        return count;
    }

    private static string[]? LastAnd(string text, string language)
    {
        foreach (var word in Lexicon.For(language).List("and").Where(w => w != "&"))
        {
            if (text.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase))
                return [text[(word.Length + 1)..].Trim()];
            var at = text.IndexOf($" {word} ", StringComparison.OrdinalIgnoreCase);
            if (at > 0)
                return [text[..at].Trim(), text[(at + word.Length + 2)..].Trim()];
        }
        return null;
    }
}
