namespace RaptorFlow.Reading;

/// <summary>Currency signs, codes and words.</summary>
internal static class Currencies
{
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY",
        "ZAR", "KRW", "SGD", "HKD", "TWD", "THB", "IDR", "MYR", "PHP", "VND", "ILS", "AED", "SAR", "EGP", "MAD", "TND", "XOF", "XAF", "NGN", "KES", "UAH", "ISK",
    };

    // Longest first: "US$" before "$".
    private static readonly (string Sign, string Code)[] Signs =
    [
        ("US$", "USD"), ("CA$", "CAD"), ("AU$", "AUD"), ("A$", "AUD"), ("C$", "CAD"), ("NZ$", "NZD"), ("R$", "BRL"), ("MX$", "MXN"), ("HK$", "HKD"), ("S$", "SGD"), ("zł", "PLN"), ("Kč", "CZK"),
        ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("円", "JPY"), ("₹", "INR"), ("₩", "KRW"), ("₺", "TRY"), ("₪", "ILS"), ("₽", "RUB"), ("₫", "VND"), ("฿", "THB"), ("₦", "NGN"),
    ];

    public static bool IsCode(string text) => Codes.Contains(text);

    /// <summary>The currency of a text that is one: <c>€</c>, <c>euros</c>, <c>usd</c>.</summary>
    public static string? Named(string text)
    {
        var trimmed = text.Trim();
        if (Codes.Contains(trimmed.ToUpperInvariant()))
            return trimmed.ToUpperInvariant();
        var sign = Array.Find(Signs, s => trimmed.Contains(s.Sign, StringComparison.Ordinal)).Code;
        if (sign is not null)
            return sign;
        foreach (var language in Languages.Known)
        {
            if (Lexicon.For(language).Index("money").All(Token.Read(text)).FirstOrDefault() is { } hit)
                return hit.Value;
        }
        return Token.Read(text).Select(t => text[t.Start..t.End]).FirstOrDefault(Codes.Contains);
    }

    /// <summary>A sign or code just before a number; moves the start over it.</summary>
    public static string? EndingAt(string text, ref int start)
    {
        var end = start;
        while (end > 0 && text[end - 1] is ' ' or '\u00A0')
            end--;
        foreach (var (sign, code) in Signs)
        {
            if (end >= sign.Length && text.AsSpan(end - sign.Length, sign.Length).SequenceEqual(sign) && (start == end || sign.Length > 1 || start - end == 1))
            {
                start = end - sign.Length;
                return code;
            }
        }
        if (end >= 3 && Codes.Contains(text[(end - 3)..end]) && (end == 3 || !char.IsLetterOrDigit(text[end - 4])))
        {
            start = end - 3;
            return text[(end - 3)..end];
        }
        return null;
    }

    /// <summary>A sign, code or word just after a number, and where it ends.</summary>
    public static (string Code, int End)? StartingAt(string text, int position, Lexicon words)
    {
        var from = position;
        while (from < text.Length && text[from] is ' ' or '\u00A0' or '\u202F')
            from++;
        foreach (var (sign, code) in Signs)
        {
            if (text.AsSpan(from).StartsWith(sign, StringComparison.Ordinal) && !(from + sign.Length < text.Length && from > position && char.IsAsciiDigit(text[from + sign.Length])))
                return (code, from + sign.Length);
        }
        var tail = text[from..Math.Min(text.Length, from + 40)];
        var tokens = Token.Read(tail);
        if (tokens.Count == 0 || tokens[0].Start > 0)
            return null;
        if (Codes.Contains(tail[..tokens[0].End].ToUpperInvariant()) && tokens[0].End == 3)
            return (tail[..3].ToUpperInvariant(), from + 3);
        var first = tokens.Count > 1 && tokens[0].Text is "de" or "d" or "di" or "of" ? 1 : 0;
        var hit = words.Index("money").At(tokens, first) ?? Lexicon.For("en").Index("money").At(tokens, first);
        return hit is null ? null : (hit.Value, from + tokens[hit.End - 1].End);
    }
}
