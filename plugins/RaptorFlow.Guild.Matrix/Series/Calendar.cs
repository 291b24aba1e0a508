using RaptorFlow.Agents;
using RaptorFlow.Guild.Matrix.Tables;

namespace RaptorFlow.Guild.Matrix.Series;

/// <summary>The steps a series goes in, counted from its first date: days (without those the house is always closed), weeks, months, quarters, years.</summary>
internal sealed class Calendar
{
    // Two weeks tell whether a weekday never comes.
    private const int DaysToTell = 14;

    private readonly DateOnly _anchor;
    private readonly IReadOnlyList<DayOfWeek> _closed;

    private Calendar(string period, DateOnly anchor, IReadOnlyList<DayOfWeek> closed)
    {
        Period = period;
        _anchor = anchor;
        _closed = closed;
    }

    /// <summary><c>day</c>, <c>week</c>, <c>month</c>, <c>quarter</c> or <c>year</c>.</summary>
    public string Period { get; }

    public IReadOnlyList<DayOfWeek> Closed => _closed;

    /// <summary>Periods in a season; 1 where there is none.</summary>
    public int Season => Period switch { "day" => 7 - _closed.Count, "week" => 52, "month" => 12, "quarter" => 4, _ => 1 };

    public static Calendar Of(IReadOnlyList<DateOnly> dates)
    {
        var sorted = dates.Distinct().Order().ToList();
        if (sorted.Count < 2)
            return new("day", sorted[0], []);
        var steps = sorted.Zip(sorted.Skip(1), (a, b) => b.DayNumber - a.DayNumber).Order().ToList();
        var median = steps[(steps.Count - 1) / 2];
        var first = sorted[0];
        return median switch
        {
            <= 3 => new("day", first, ClosedDays(sorted)),
            >= 6 and <= 8 => new("week", first, []),
            >= 26 and <= 35 => new("month", new(first.Year, first.Month, 1), []),
            >= 85 and <= 97 => new("quarter", new(first.Year, first.Month, 1), []),
            >= 355 and <= 376 => new("year", new(first.Year, first.Month, 1), []),
            _ => throw new AgentInputException(TableReader.Field, FormattableString.Invariant($"the dates mostly lie {median} days apart; give figures by day, week, month, quarter or year.")),
        };
    }

    /// <summary>The number of the period a date lies in.</summary>
    public int IndexOf(DateOnly date) => Period switch
    {
        "day" => OpenDays(date),
        "week" => (date.DayNumber - _anchor.DayNumber) / 7,
        "month" => Months(date),
        "quarter" => Months(date) / 3,
        _ => Months(date) / 12,
    };

    /// <summary>The first day of a period.</summary>
    public DateOnly DateOf(int index)
    {
        switch (Period)
        {
            case "day":
                return OpenDay(index);
            case "week":
                return _anchor.AddDays(7 * index);
            default:
                return _anchor.AddMonths(index * (Period == "month" ? 1 : Period == "quarter" ? 3 : 12));
        }
    }

    private int Months(DateOnly date) => (date.Year - _anchor.Year) * 12 + date.Month - _anchor.Month;

    private int OpenDays(DateOnly date)
    {
        var (weeks, rest) = Math.DivRem(date.DayNumber - _anchor.DayNumber, 7);
        return weeks * Season + Enumerable.Range(0, rest).Count(d => IsOpen(_anchor.AddDays(d)));
    }

    private DateOnly OpenDay(int index)
    {
        var (weeks, rest) = Math.DivRem(index, Season);
        var date = _anchor.AddDays(7 * weeks);
        while (rest > 0 || !IsOpen(date))
        {
            rest -= IsOpen(date) ? 1 : 0;
            date = date.AddDays(1);
        }
        return date;
    }

    private bool IsOpen(DateOnly date) => !_closed.Contains(date.DayOfWeek);

    private static List<DayOfWeek> ClosedDays(List<DateOnly> dates) =>
        dates[^1].DayNumber - dates[0].DayNumber < DaysToTell ? [] : [.. Enum.GetValues<DayOfWeek>().Except(dates.Select(d => d.DayOfWeek))];
}
