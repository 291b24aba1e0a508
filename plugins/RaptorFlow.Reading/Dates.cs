using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Reads periods and years.</summary>
public static class Dates
{
    /// <summary>
    /// The first period a text names: a quarter, month, day, feast, season, year, or a stretch from today. Without a year it is
    /// the next such after <paramref name="today"/>, cut to begin today when it is under way; "by" and "before" begin today.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="today">The day of reading.</param>
    /// <param name="language">A BCP 47 tag.</param>
    /// <returns>The period with the words it was read from; null when the text names none.</returns>
    public static DateSpan? Period(string text, DateOnly today, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PeriodReader(text, today, language).Read();
    }

    /// <summary>The first year of a text, 1800 to 2199; null when it has none.</summary>
    /// <param name="text">Any text.</param>
    public static string? YearIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Token.Read(text).Select(t => t.Text).FirstOrDefault(IsYear);
    }

    internal static bool IsYear(string word) => word.Length == 4 && word.All(char.IsAsciiDigit) && word[..2] is "18" or "19" or "20" or "21";
}
