using System.Text;

namespace RaptorFlow.Core.Memory;

/// <summary>Words and sizes of text, in whatever script.</summary>
internal static class Tokens
{
    /// <summary>About how many tokens a model would count: four characters to one, one where characters are words.</summary>
    public static int Estimate(ReadOnlySpan<char> text)
    {
        var quarters = 0;
        foreach (var character in text)
            quarters += IsIdeograph(character) ? 4 : 1;
        return (quarters + 3) / 4;
    }

    /// <summary>Runs of letters and digits.</summary>
    public static IEnumerable<ReadOnlyMemory<char>> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && IsPartOfWord(text[i]))
            {
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                yield return text.AsMemory(start, i - start);
                start = -1;
            }
        }
    }

    /// <summary>Lower case, without diacritics: what is typed when in a hurry equals what was printed.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in WellFormed(text).Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(character) != System.Globalization.UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(character));
        }
        return folded.ToString();
    }

    // Half a surrogate pair cannot be normalised.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static bool IsPartOfWord(char character) =>
        char.IsLetterOrDigit(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsIdeograph(char character) => character is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7af' or >= '\uf900' and <= '\ufaff';
}
