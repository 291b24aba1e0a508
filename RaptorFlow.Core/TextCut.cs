namespace RaptorFlow.Core;

public static class TextCut
{
    /// <summary>The beginning of a text, never ending in half of a surrogate pair, which neither Postgres nor JSON can keep.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters are kept at most; 1 or more.</param>
    public static string Cut(this string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
