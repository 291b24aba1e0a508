using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Reads numbers with their uncertainty, unit and date: <c>2,600+</c>, <c>rund 1.200 Kunden</c>, <c>15 to 500</c>.</summary>
public static class Numbers
{
    /// <summary>The numbers of a text in its order. Bare years, dates, times and names with digits are not numbers.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A BCP 47 tag: decides what a lone separator means and which words count.</param>
    public static IReadOnlyList<Quantity> Read(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numerals = NumeralScanner.Read(text);
        if (numerals.Count == 0)
            return [];
        var reader = new QuantityReader(text, language, numerals);
        return reader.Read();
    }
}
