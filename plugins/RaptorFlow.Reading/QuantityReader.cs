using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Puts numerals together with the words around them.</summary>
internal sealed class QuantityReader
{
    private const int LongestScale = 24;
    private static readonly string[] Abbreviated = ["mio", "mrd", "tsd", "mill", "mln", "mld"];
    private readonly string _text;
    private readonly string _language;
    private readonly List<Numeral> _numerals;
    private readonly IReadOnlyList<Token> _tokens;
    private readonly Lexicon _words;

    public QuantityReader(string text, string language, List<Numeral> numerals)
    {
        (_text, _language, _numerals) = (text, language, numerals);
        _tokens = Token.Read(text);
        _words = Lexicon.For(language);
    }

    public List<Quantity> Read()
    {
        var quantities = new List<Quantity>();
        for (var i = 0; i < _numerals.Count; i++)
        {
            var first = Measure(_numerals[i]);
            if (first is null)
                continue;
            var pair = i + 1 < _numerals.Count && Joins(first, _numerals[i + 1]) ? Measure(_numerals[i + 1]) : null;
            // "from 8 billion in 2021 to 9 billion": the year is no end of a range.
            if (pair is { Scaled: true } or { Unit: not null } && first.Unit is null && !first.Scaled && IsYearValue(first.Numeral.Digits) && Ending("since", first.Start) is not null)
                pair = null;
            if (pair is not null)
                i++;
            if (Build(first, pair) is { } quantity)
                quantities.Add(quantity);
        }
        return quantities;
    }

    private Quantity? Build(Measured first, Measured? second)
    {
        var (start, bound, approximate) = Before(first.Start, second is not null);
        var end = (second ?? first).End;
        var unit = (second ?? first).Unit ?? first.Unit;
        if (unit is null && second is null && bound is null && !approximate && !first.Plus && IsYear(first))
            return null;
        if (unit is null)
            (unit, end) = Noun(end);
        var (low, high) = second is null ? (first.Value, first.Value) : (first.Scaled || second.Factor == 1 ? first.Value : Plain(first.Value * second.Factor), second.Value);
        if (second is not null && low > high)
            (low, high) = (high, low);
        var orMore = (second ?? first).Plus;
        if (After("or_more", end) is { } more)
        {
            orMore = true;
            end = more;
            if (unit is null)
                (unit, end) = Noun(end);
        }
        return new()
        {
            Low = bound == "at_most" && second is null ? null : low,
            High = (bound == "at_least" || orMore) && second is null ? null : high,
            Approximate = approximate,
            Unit = unit,
            AsOf = YearNear(end),
            Text = _text[start..end].Trim(),
        };
    }

    private Measured? Measure(Numeral numeral)
    {
        var (start, end) = (numeral.Start, numeral.End);
        var unit = Currencies.EndingAt(_text, ref start);
        var plus = Plus(ref end);
        var factor = 1m;
        if (Scale(end, unit is not null) is { } scale)
            (factor, end) = scale;
        else if (end < _text.Length && char.IsLetter(_text[end]) && Currencies.StartingAt(_text, end, _words) is null && !StartsUnit(end))
            return null;
        plus |= Plus(ref end);
        if (unit is null && Currencies.StartingAt(_text, end, _words) is { } after)
            (unit, end) = after;
        if (unit is null && Percent(end) is { } percent)
            (unit, end) = ("%", percent);
        plus |= Plus(ref end);
        var value = numeral.Value(_language, unit is not null and not "%");
        return value > decimal.MaxValue / factor ? null : new(start, end, factor > 1 ? Plain(value * factor) : value, factor, factor > 1, unit, plus, numeral);
    }

    // 2.5 million is 2500000, not 2500000.0.
    private static decimal Plain(decimal value) => value == Math.Truncate(value) ? Math.Truncate(value) : value;

    private bool Plus(ref int end)
    {
        if (end >= _text.Length || _text[end] != '+')
            return false;
        end++;
        return true;
    }

    // "10k" is one token of the text, so the letters are read on their own.
    private (decimal Factor, int End)? Scale(int end, bool money)
    {
        var from = SkipSpace(end);
        var tail = _text[from..Math.Min(_text.Length, from + LongestScale)];
        var tokens = Token.Read(tail);
        if (tokens.Count == 0 || tokens[0].Start != 0 || (_words.Index("scale").At(tokens, 0) ?? Lexicon.For("en").Index("scale").At(tokens, 0)) is not { } hit)
            return null;
        // A lone letter is a scale only when it touches the number, and "5m" only of money: else it may be metres.
        if (tokens[0].End == 1 && (from != end || (tokens[0].Text != "k" && !money)))
            return null;
        var last = from + tokens[hit.End - 1].End;
        var abbreviated = last < _text.Length && _text[last] == '.' && Abbreviated.Contains(tokens[0].Text) && last + 1 < _text.Length;
        return (decimal.Parse(hit.Value, System.Globalization.CultureInfo.InvariantCulture), abbreviated ? last + 1 : last);
    }

    private int? Percent(int end)
    {
        var from = SkipSpace(end);
        if (from < _text.Length && _text[from] == '%')
            return from + 1;
        var index = TokenAt(from);
        if (index < 0)
            return null;
        string[] words = ["percent", "prozent", "procent"];
        if (words.Contains(_tokens[index].Text))
            return _tokens[index].End;
        string[] joined = ["per cent", "pour cent", "por ciento", "por cento", "per cento"];
        return index + 1 < _tokens.Count && joined.Contains($"{_tokens[index].Text} {_tokens[index + 1].Text}") ? _tokens[index + 1].End : null;
    }

    private bool StartsUnit(int end)
    {
        var index = TokenAt(end);
        return index < 0 && (_text.AsSpan(end).StartsWith("km", StringComparison.Ordinal) || _text.AsSpan(end).StartsWith("kg", StringComparison.Ordinal));
    }

    private bool Joins(Measured first, Numeral next)
    {
        var between = _text.AsSpan(first.End, Math.Max(0, next.Start - first.End)).Trim();
        if (between is "-" or "–" or "—")
            return true;
        if (between.Length is 0 or > 12)
            return false;
        var word = Words.Fold(between.TrimEnd("$€£¥").Trim().ToString());
        if (!_words.List("range").Any(r => Words.Fold(r) == word))
            return false;
        var needsBetween = _words.List("and").Any(a => Words.Fold(a) == word);
        return !needsBetween || Ending("between", first.Start) is not null;
    }

    private (int Start, string? Bound, bool Approximate) Before(int start, bool range)
    {
        string? bound = null;
        var approximate = false;
        while (true)
        {
            var trimmed = start;
            while (trimmed > 0 && _text[trimmed - 1] is ' ' or '\u00A0')
                trimmed--;
            if (trimmed > 0 && "~≈<>≥≤".Contains(_text[trimmed - 1], StringComparison.Ordinal))
            {
                var sign = _text[trimmed - 1];
                approximate |= sign is '~' or '≈';
                bound ??= sign is '>' or '≥' ? "at_least" : sign is '<' or '≤' ? "at_most" : null;
                start = trimmed - 1;
            }
            else if (range && Ending("between", start) is { } from)
            {
                (start, range) = (from, false);
            }
            else if (bound is null && Ending("at_most", start) is { } most)
            {
                (start, bound) = (most, "at_most");
            }
            else if (bound is null && Ending("at_least", start) is { } least && !(range))
            {
                (start, bound) = (least, "at_least");
            }
            else if (!approximate && Ending("approx", start) is { } about)
            {
                (start, approximate) = (about, true);
            }
            else
            {
                return (start, bound, approximate);
            }
        }
    }

    // The longest phrase of a list that ends where a number begins.
    private int? Ending(string list, int position)
    {
        var index = Token.CountBefore(_tokens, position);
        if (index == 0 || _text.AsSpan(_tokens[index - 1].End, position - _tokens[index - 1].End).Trim(" \u00A0.").Length > 0)
            return null;
        for (var length = Math.Min(4, index); length > 0; length--)
        {
            if (_words.Index(list).At(_tokens, index - length) is { } hit && hit.Count == length)
                return _tokens[index - length].Start;
        }
        return null;
    }

    private int? After(string list, int position)
    {
        var index = TokenAt(SkipSpace(position));
        return index >= 0 && _words.Index(list).At(_tokens, index) is { } hit ? _tokens[hit.End - 1].End : null;
    }

    private (string? Unit, int End) Noun(int end)
    {
        var from = SkipSpace(end);
        if (from == end && StartsUnit(end))
            return (_text[end..(end + 2)], end + 2);
        var index = TokenAt(from);
        if (index >= 0 && from > end && index + 1 < _tokens.Count && _words.StopWords.Contains(_tokens[index].Text) && _tokens[index].Text is "de" or "d" or "di" or "of" or "von"
            && _tokens[index + 1].Start - _tokens[index].End <= 1)
        {
            index++;
        }
        if (index < 0 || from == end || _words.StopWords.Contains(_tokens[index].Text) || char.IsDigit(_tokens[index].Text[0]))
            return (null, end);
        var token = _tokens[index];
        return (_text[token.Start..token.End], token.End);
    }

    private string? YearNear(int end)
    {
        for (var i = After(end); i < _numerals.Count && _numerals[i].Start - end < 60; i++)
        {
            var numeral = _numerals[i];
            // "310 families, up from 270 in 2022": the year is the second number's.
            if (!IsYearValue(numeral.Digits))
                return null;
            if (numeral.Digits.Length == 4 && _text.AsSpan(end, numeral.Start - end).IndexOfAny(";.\n") < 0 && IsYearValue(numeral.Digits) && (Ending("since", numeral.Start) is not null || _text[numeral.Start - 1] == '('))
                return numeral.Digits;
        }
        return null;
    }

    private int After(int position)
    {
        var (low, high) = (0, _numerals.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_numerals[middle].Start < position)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private bool IsYear(Measured number)
    {
        if (!IsYearValue(number.Numeral.Digits) || number.Numeral.End - number.Numeral.Start != 4)
            return false;
        return Ending("since", number.Start) is not null || Noun(number.End).Unit is null || char.IsUpper(_text[Math.Min(_text.Length - 1, SkipSpace(number.End))]);
    }

    private static bool IsYearValue(string digits) => digits.Length == 4 && digits[..2] is "18" or "19" or "20" or "21";

    private int SkipSpace(int position)
    {
        while (position < _text.Length && _text[position] is ' ' or '\u00A0' or '\u202F' or '-')
            position++;
        return position;
    }

    private int TokenAt(int position) => Token.IndexAt(_tokens, position);

    private sealed record Measured(int Start, int End, decimal Value, decimal Factor, bool Scaled, string? Unit, bool Plus, Numeral Numeral);
}
