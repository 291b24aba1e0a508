using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Reads amounts of money.</summary>
public static class MoneyReader
{
    /// <summary>The amounts of a text. Of a range or an open bound the amount is the end that is certain: the lower, else the upper.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="language">A BCP 47 tag.</param>
    public static IReadOnlyList<(Money Amount, Quantity Value)> Read(string text, string language) =>
        [.. Numbers.Read(text, language).Where(q => q.Unit is not null && Currencies.IsCode(q.Unit)).Select(q => (new Money(q.Low ?? q.High ?? 0, q.Unit!), q))];

    /// <summary>The currency a text names by code, sign or word, as ISO 4217. A bare dollar sign is taken for the US dollar. Null when it names none.</summary>
    /// <param name="text">Any text.</param>
    public static string? Currency(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Currencies.Named(text);
    }
}
