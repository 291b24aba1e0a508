using System.Text;

namespace RaptorFlow.Reading;

/// <summary>Words of a text: folded, stemmed, compared.</summary>
public static class Words
{
    private const int ShortestStem = 3;

    /// <summary>The words in order, lower case and without accents. <c>don't</c> is one word, <c>l'avant</c> two.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Token.Read(text).Select(t => t.Text)];
    }

    /// <summary>Lower case, without accents; punctuation stays.</summary>
    /// <param name="text">Any text.</param>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\'' or '’')
                folded.Append('\'');
            else
                Folding.Append(folded, c);
        }
        return folded.ToString();
    }

    /// <summary>A light stem: one ending of the language less, so that singular and plural, verb and noun meet.</summary>
    /// <param name="word">A word.</param>
    /// <param name="language">A BCP 47 tag.</param>
    public static string Stem(string word, string language)
    {
        var folded = Fold(word);
        foreach (var suffix in Lexicon.For(language).Suffixes)
        {
            if (folded.Length - suffix.Length >= ShortestStem && folded.EndsWith(suffix, StringComparison.Ordinal) && !char.IsDigit(folded[0]))
            {
                folded = folded[..^suffix.Length];
                break;
            }
        }
        return folded.Length > ShortestStem && folded[^1] == folded[^2] && !"aeiou".Contains(folded[^1], StringComparison.Ordinal) ? folded[..^1] : folded;
    }

    /// <summary>The language's words that carry no content, folded.</summary>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlySet<string> StopWords(string language) => Lexicon.For(language).StopWords;

    /// <summary>The content words, folded, each once, most frequent first and then in the text's order.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlyList<string> Keywords(string text, string language)
    {
        var stop = StopWords(language);
        return [.. Tokens(text).Where(w => IsContent(w, stop)).GroupBy(w => Stem(w, language)).OrderByDescending(g => g.Count()).Select(g => g.First())];
    }

    /// <summary>The stems of the content words.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlySet<string> Stems(string text, string language)
    {
        var stop = StopWords(language);
        return Tokens(text).Where(w => IsContent(w, stop)).Select(w => Stem(w, language)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The share of the shorter text's content words that the other holds, by stem; 0 to 1.</summary>
    /// <param name="a">A text.</param>
    /// <param name="b">Another.</param>
    /// <param name="language">A BCP 47 tag.</param>
    public static double Overlap(string a, string b, string language)
    {
        var (left, right) = (Stems(a, language), Stems(b, language));
        var least = Math.Min(left.Count, right.Count);
        return least == 0 ? 0 : (double)left.Count(right.Contains) / least;
    }

    /// <summary>Whether a text holds a word or phrase as whole words, whatever its case and accents. A trailing <c>*</c> allows any ending.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="phrase">A word or phrase.</param>
    public static bool ContainsWord(string text, string phrase)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(phrase);
        var index = new PhraseIndex<bool>();
        index.Add(phrase, true);
        return index.All(Token.Read(text)).Any();
    }

    private static bool IsContent(string word, IReadOnlySet<string> stop) =>
        word.Length > 1 && !stop.Contains(word) && !word.All(char.IsDigit);
}
