namespace RaptorFlow.Council.Strategos;

/// <summary>Dates within a stretch of time, beginning on Mondays to Fridays. Public holidays are not known.</summary>
internal sealed class WorkingDays(DateOnly start, DateOnly end)
{
    public DateOnly Start { get; } = start;

    public DateOnly End { get; } = end;

    /// <summary>The day itself or the next working day; the last working day before, where the stretch ends first.</summary>
    public DateOnly On(DateOnly day)
    {
        var wanted = day < Start ? Start : day > End ? End : day;
        var next = wanted;
        while (Weekend(next))
            next = next.AddDays(1);
        if (next <= End)
            return next;
        var before = wanted;
        while (Weekend(before) && before > Start)
            before = before.AddDays(-1);
        return Weekend(before) ? wanted : before;
    }

    /// <summary>The working day so many working days after another.</summary>
    public DateOnly After(DateOnly day, int days)
    {
        var next = day;
        for (var left = days; left > 0 && next < End;)
        {
            next = next.AddDays(1);
            left -= Weekend(next) ? 0 : 1;
        }
        return On(next);
    }

    public DateOnly Within(DateOnly day) => day < Start ? Start : day > End ? End : day;

    private static bool Weekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
