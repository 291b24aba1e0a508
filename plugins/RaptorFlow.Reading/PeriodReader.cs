using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Finds one period in a text.</summary>
internal sealed class PeriodReader(string text, DateOnly today, string language)
{
    private readonly IReadOnlyList<Token> _tokens = Token.Read(text);
    private readonly Lexicon _words = Lexicon.For(language);

    public DateSpan? Read()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            if (At(i) is { } named)
                return Directed(named);
        }
        return null;
    }

    private Named? At(int i) => Iso(i) ?? Day(i) ?? Quarter(i) ?? Half(i) ?? Month(i) ?? Feast(i) ?? Stretch(i) ?? YearOf(i) ?? YearAlone(i);

    private DateSpan? Directed(Named named)
    {
        var (from, to) = (named.From, named.To);
        var start = _tokens[named.Start].Start;
        var end = _tokens[named.End - 1].End;
        if (Preceding("before", named.Start) is { } before)
        {
            start = before;
            (from, to) = named.IsEndOf ? (Least(today, to), to) : (Least(today, from.AddDays(-1)), from.AddDays(-1));
        }
        else if (Preceding("until", named.Start) is { } until)
        {
            start = until;
            from = Least(today, to);
        }
        else if (named.NoYear && from < today && today <= to)
        {
            from = today;
        }
        return to < from ? null : new(from, to, text[start..end]);
    }

    private static DateOnly Least(DateOnly a, DateOnly b) => a < b ? a : b;

    // 2026-03-15, 15.03.2026, 15/3/2026
    private Named? Iso(int i)
    {
        if (i + 2 >= _tokens.Count || !Touch(i) || !Touch(i + 1))
            return null;
        var (a, b, c) = (Number(i), Number(i + 1), Number(i + 2));
        var (year, month, day) = a > 1800 ? (a, b, c) : (c, b, a);
        // An English text with a second part above 12 is month first.
        if (month > 12 && day <= 12)
            (month, day) = (day, month);
        return year is >= 1800 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new(new(year, month, day), new(year, month, day), i, i + 3, false) : null;
    }

    private Named? Quarter(int i)
    {
        if (_tokens[i].Text is { Length: 2 } q && q[0] is 'q' or 't' or 'k' && q[1] is >= '1' and <= '4' && char.IsUpper(text[_tokens[i].Start]))
            return Months((q[1] - '1') * 3 + 1, 3, i, i + 1);
        return Position("quarters", i) is { } hit ? Months(hit.Position * 3 + 1, 3, i, hit.End) : null;
    }

    private Named? Half(int i)
    {
        if (_tokens[i].Text is { Length: 2 } h && h[0] is 'h' or 's' && h[1] is '1' or '2' && char.IsUpper(text[_tokens[i].Start]))
            return Months((h[1] - '1') * 6 + 1, 6, i, i + 1);
        return Position("halves", i) is { } hit ? Months(hit.Position * 6 + 1, 6, i, hit.End) : null;
    }

    // 15 March 2026, March 15, 15. März
    private Named? Day(int i)
    {
        if (Number(i) is >= 1 and <= 31 and var day && MonthAt(i + 1 < _tokens.Count && _tokens[i + 1].Text is "de" or "of" ? i + 2 : i + 1) is { } after)
            return On(after.Position + 1, day, i, after.End);
        if (MonthAt(i) is { } month && month.End < _tokens.Count && Number(month.End) is >= 1 and <= 31 and var next && _tokens[month.End].Start - _tokens[month.End - 1].End <= 2)
            return On(month.Position + 1, next, i, month.End + 1);
        return null;
    }

    private Named? On(int month, int day, int start, int end)
    {
        var year = YearAt(end);
        var target = year ?? today.Year;
        if (day > DateTime.DaysInMonth(target, month))
            return null;
        var date = new DateOnly(target, month, day);
        if (year is null && date < today)
            date = date.AddYears(1);
        return new(date, date, start, year is null ? end : end + 1, year is null);
    }

    private Named? Month(int i)
    {
        if (MonthAt(i) is not { } first)
            return null;
        // March to May
        if (first.End + 1 < _tokens.Count && _words.List("range").Contains(text[_tokens[first.End].Start.._tokens[first.End].End]) && MonthAt(first.End + 1) is { } last)
            return Months(first.Position + 1, (last.Position - first.Position + 12) % 12 + 1, i, last.End);
        return Months(first.Position + 1, 1, i, first.End);
    }

    private Named? Feast(int i)
    {
        if (_words.Index("feasts", "seasons").At(_tokens, i) is not { } hit)
            return null;
        var year = YearAt(hit.End);
        for (var y = year ?? today.Year - 1; y <= (year ?? today.Year + 1); y++)
        {
            if (Feasts.In(hit.Value, y) is { } span && (year is not null || span.To >= today))
                return new(span.From, span.To, i, year is null ? hit.End : hit.End + 1, year is null);
        }
        return null;
    }

    // "90 days", "the next 6 months"
    private Named? Stretch(int i)
    {
        if (Number(i) is not (>= 1 and <= 999 and var count) || i + 1 >= _tokens.Count || _tokens[i + 1].Start - _tokens[i].End > 1)
            return null;
        var at = _words.Map("this")["next"].Select(Words.Fold).Contains(_tokens[i + 1].Text) ? i + 2 : i + 1;
        if (at >= _tokens.Count || _words.Index("units").At(_tokens, at) is not { } unit || !Ahead(i))
            return null;
        var to = unit.Value switch
        {
            "day" => today.AddDays(count),
            "week" => today.AddDays(7 * count),
            "month" => today.AddMonths(Math.Min(count, 240)),
            "quarter" => today.AddMonths(Math.Min(3 * count, 240)),
            _ => today.AddYears(Math.Min(count, 20)),
        };
        return new(today, to.AddDays(-1), i, unit.End, true);
    }

    // "customers for 30 years" is no period to come.
    private bool Ahead(int i)
    {
        string[] ahead = ["in", "within", "over", "next", "for", "en", "dans", "sous", "pendant", "innerhalb", "binnen", "nachsten", "kommenden", "dentro", "proximos", "proximas", "prochains", "prochaines", "entro", "tra", "prossimi", "prossime", "nos", "komende", "volgende", "sur"];
        return (i > 0 && ahead.Contains(_tokens[i - 1].Text)) || (i > 1 && ahead.Contains(_tokens[i - 2].Text)) || i == 0 && _tokens.Count <= 4;
    }

    // "this year", "next quarter", "end of the year"
    private Named? YearOf(int i)
    {
        if (_words.Index("this").At(_tokens, i) is not { } hit)
            return null;
        var at = hit.End < _tokens.Count && _tokens[hit.End].Text is "the" or "l" or "la" or "des" or "de" or "dell" or "do" or "el" or "het" or "del" ? hit.End + 1 : hit.End;
        if (at >= _tokens.Count || _words.Index("units").At(_tokens, at) is not { Value: "year" or "quarter" or "month" } unit)
            return null;
        var length = unit.Value switch { "year" => 12, "quarter" => 3, _ => 1 };
        var first = new DateOnly(today.Year, (today.Month - 1) / length * length + 1, 1);
        if (hit.Value == "next")
            first = first.AddMonths(length);
        var last = first.AddMonths(length).AddDays(-1);
        return hit.Value == "end" ? new(last, last, i, unit.End, true, true) : new(first, last, i, unit.End, true);
    }

    private Named? YearAlone(int i) =>
        YearAt(i) is { } year && (i == 0 || Preceding("before", i) is not null || Preceding("until", i) is not null || Preceding("since", i) is not null || _tokens.Count <= 3)
            ? new(new(year, 1, 1), new(year, 12, 31), i, i + 1, false) : null;

    private Named Months(int month, int count, int start, int end)
    {
        var at = end < _tokens.Count && _tokens[end].Text is "de" or "of" or "del" or "do" ? end + 1 : end;
        var year = YearAt(at);
        var from = new DateOnly(year ?? today.Year, month, 1);
        var to = from.AddMonths(count).AddDays(-1);
        if (year is null && to < today)
            (from, to) = (from.AddYears(1), from.AddYears(1).AddMonths(count).AddDays(-1));
        return new(from, to, start, year is null ? end : at + 1, year is null);
    }

    private (int Position, int End)? MonthAt(int i)
    {
        if (i >= _tokens.Count || Position("months", i) is not { } hit)
            return null;
        // "may" the verb, "mars" the planet: an English month has its capital.
        return Languages.Base(language) == "en" && !char.IsUpper(text[_tokens[i].Start]) ? null : hit;
    }

    private (int Position, int End)? Position(string list, int i) =>
        _words.Ordinals(list).At(_tokens, i) is { } hit ? (int.Parse(hit.Value, CultureInfo.InvariantCulture), hit.End) : null;

    private int? Preceding(string list, int token)
    {
        for (var back = 1; back <= 5 && token - back >= 0; back++)
        {
            if (_words.Index(list).At(_tokens, token - back) is not { } hit)
                continue;
            var between = Enumerable.Range(hit.End, Math.Max(0, token - hit.End));
            if (hit.End <= token && between.All(k => _words.StopWords.Contains(_tokens[k].Text) || _words.Index("this").At(_tokens, k) is not null))
                return _tokens[token - back].Start;
        }
        return null;
    }

    private int? YearAt(int i) => i < _tokens.Count && Dates.IsYear(_tokens[i].Text) ? Number(i) : null;

    private int Number(int i) => int.TryParse(_tokens[i].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private bool Touch(int i) => _tokens[i + 1].Start == _tokens[i].End + 1 && text[_tokens[i].End] is '-' or '.' or '/';

    private sealed record Named(DateOnly From, DateOnly To, int Start, int End, bool NoYear, bool IsEndOf = false);
}
