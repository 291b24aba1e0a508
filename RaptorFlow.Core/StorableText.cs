namespace RaptorFlow.Core;

/// <summary>Makes foreign text fit for Postgres: no NUL, no half of a surrogate pair, not longer than is read.</summary>
public static class StorableText
{
    /// <param name="text">Any text.</param>
    /// <param name="most">How many UTF-16 units to keep at most.</param>
    public static string Of(string text, int most) => string.Concat(text.Cut(most).EnumerateRunes().Where(r => r.Value != 0));
}
