using System.Globalization;

namespace RaptorFlow.Reading;

/// <summary>Splits a text into sentences and clauses, each a verbatim part of it.</summary>
public static class Sentences
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "e.g", "i.e", "etc", "vs", "dr", "mr", "mrs", "ms", "st", "inc", "ltd", "co", "corp", "no", "approx", "ca", "z.b", "d.h", "u.a", "usw", "bzw", "inkl", "zzgl", "mind", "max",
        "p.ex", "ex", "env", "av", "bd", "m", "mme", "sr", "sra", "dra", "p.ej", "ej", "aprox", "dott", "sig", "ecc", "bijv", "o.a", "nr", "tel", "mio", "mrd", "str", "ggf", "evtl", "s.a", "s.r.l", "p.a", "min",
    };

    /// <summary>The sentences: ended by a full stop, question or exclamation mark, or a line's end.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r' ? !Wrapped(text, i) : EndsSentence(text, i))
            {
                Add(sentences, text, start, i + 1);
                start = i + 1;
            }
        }
        Add(sentences, text, start, text.Length);
        return sentences;
    }

    /// <summary>The clauses: sentences split further at semicolons, colons and dashes.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> Clauses(string text)
    {
        var clauses = new List<string>();
        foreach (var sentence in Split(text))
        {
            var start = 0;
            for (var i = 0; i < sentence.Length; i++)
            {
                if (EndsClause(sentence, i))
                {
                    Add(clauses, sentence, start, i);
                    start = i + 1;
                }
            }
            Add(clauses, sentence, start, sentence.Length);
        }
        return clauses;
    }

    private static bool EndsClause(string text, int i) => text[i] switch
    {
        ';' => true,
        ':' => i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]),
        '—' => true,
        '–' or '-' => i > 0 && i + 1 < text.Length && text[i - 1] == ' ' && text[i + 1] == ' ',
        '•' => true,
        _ => false,
    };

    // A line that goes on in lower case is a paragraph wrapped by hand.
    private static bool Wrapped(string text, int i)
    {
        var next = i + 1;
        while (next < text.Length && text[next] is ' ' or '\r' or '\n')
            next++;
        var previous = i - 1;
        while (previous >= 0 && char.IsWhiteSpace(text[previous]))
            previous--;
        return next < text.Length && previous >= 0 && char.IsLower(text[next]) && (char.IsLetter(text[previous]) || text[previous] == ',')
            && text.AsSpan(previous + 1, next - previous - 1).Count('\n') == 1;
    }

    private static bool EndsSentence(string text, int i)
    {
        if (text[i] is '!' or '?' or '…' or '。' or '！' or '？')
            return i + 1 >= text.Length || text[i + 1] is not ('!' or '?' or '"' or '”' or '»' or ')' or ',');
        if (text[i] != '.')
            return false;
        if (i + 1 >= text.Length)
            return true;
        if (!char.IsWhiteSpace(text[i + 1]))
            return false;
        var next = i + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next < text.Length && char.IsLower(text[next]))
            return false;
        var from = i;
        while (from > 0 && !char.IsWhiteSpace(text[from - 1]) && text[from - 1] is not '(')
            from--;
        var word = text[from..i];
        // "4. Quartal", "12. Mai": a number before a word of the same sentence; "J. Smith": an initial.
        return !Abbreviations.Contains(word)
            && !(word.Length == 1 && char.IsUpper(word[0]))
            && !(word.Length is 1 or 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _) && next < text.Length && char.IsLetter(text[next]));
    }

    private static void Add(List<string> parts, string text, int start, int end)
    {
        var part = text[start..end].Trim();
        part = part.TrimStart('•', '*', '#', '>', '·').TrimStart();
        if (part.StartsWith("- ", StringComparison.Ordinal))
            part = part[2..].TrimStart();
        if (part.Any(char.IsLetterOrDigit))
            parts.Add(part);
    }
}
