using System.Globalization;

namespace RaptorFlow.Reading;

/// <summary>A run of digits with its separators.</summary>
internal readonly record struct Numeral(int Start, int End, string Digits, char LoneSeparator)
{
    /// <summary>The value. A lone separator before three digits groups or divides, depending on the language.</summary>
    public decimal Value(string language, bool money)
    {
        if (LoneSeparator == '\0')
            return decimal.Parse(Digits, CultureInfo.InvariantCulture);
        var groups = money || Digits.EndsWith("000", StringComparison.Ordinal) || (Languages.Base(language) == "en" ? LoneSeparator == ',' : LoneSeparator == '.');
        return decimal.Parse(groups ? Digits : Digits.Insert(Digits.Length - 3, "."), CultureInfo.InvariantCulture);
    }
}

/// <summary>Finds numerals, leaving out digits that count nothing: dates, times, telephone numbers, names such as Q4 or 401(k).</summary>
internal static class NumeralScanner
{
    private const int MostDigits = 18;

    public static List<Numeral> Read(string text)
    {
        var found = new List<Numeral>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }
            var run = RunEnd(text, i);
            if (Counts(text, i, run) && One(text, i) is { } numeral && numeral.Digits.Length <= MostDigits)
            {
                found.Add(numeral);
                i = numeral.End;
            }
            else
            {
                i = run;
            }
        }
        return found;
    }

    private static bool Counts(string text, int start, int end)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        if (char.IsLetterOrDigit(before) || before is '_' or '#' || (before == '-' && start > 1 && char.IsLetter(text[start - 2])))
            return false;
        var run = text.AsSpan(start, end - start);
        if (run.Count('-') == 2 || run.Count('.') == 2 && run.Length is 8 or 10 && run[^5] == '.' || run.Count('/') > 0 || run.Count(':') > 0)
            return false;
        if (run.Length == 7 && run[4] == '-' && run[5] is '0' or '1')
            return false;
        if (run.Length > 1 && run[0] == '0' && char.IsAsciiDigit(run[1]))
            return false;
        if (before == '+' && run.Count(' ') >= 2)
            return false;
        return !(end < text.Length && text[end] == '(');
    }

    // Digits and what may join them in a date, time or telephone number.
    private static int RunEnd(string text, int start)
    {
        var i = start;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && text[i] is '/' or ':' or '.' or '-')))
            i++;
        return i;
    }

    private static Numeral? One(string text, int start)
    {
        var i = Digits(text, start);
        var digits = text[start..i];
        var groups = 0;
        var separator = '\0';
        while (digits.Length - 3 * groups <= 3 && i < text.Length && IsGroup(text, i) && (groups == 0 || text[i] == separator))
        {
            separator = text[i];
            digits += text[(i + 1)..(i + 4)];
            i += 4;
            groups++;
        }
        if (i + 1 < text.Length && text[i] is '.' or ',' && text[i] != separator && char.IsAsciiDigit(text[i + 1]))
        {
            var end = Digits(text, i + 1);
            return new(start, end, $"{digits}.{text[(i + 1)..end]}", '\0');
        }
        var lone = groups == 1 && separator is '.' or ',' ? separator : '\0';
        if (lone != '\0' && digits[0] == '0')
            return new(start, i, digits.Insert(digits.Length - 3, "."), '\0');
        return new(start, i, digits, lone);
    }

    private static bool IsGroup(string text, int i) =>
        text[i] is '.' or ',' or '\'' or '’' or ' ' or '\u00A0' or '\u202F' && Digits(text, i + 1) == i + 4;

    private static int Digits(string text, int start)
    {
        var i = start;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i;
    }
}
