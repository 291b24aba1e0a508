using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>A stretch of running with each channel's money.</summary>
internal sealed record SpendingSegment(DateOnly From, DateOnly To, string Name, IReadOnlyList<Money?> Money, string Arithmetic);

/// <summary>Cuts the time of running into months (quarters of a year when long) and gives each its money, pro rata for partial months.</summary>
internal static class SpendingSegments
{
    private const int Short = 10;
    private static readonly string[] WholeUnits = ["JPY", "KRW", "CLP", "VND", "ISK", "HUF", "XOF", "XAF", "PYG", "UGX"];

    public static IReadOnlyList<SpendingSegment> Of(IReadOnlyList<ChannelAllocation> channels, Money? monthly, BudgetFact? budget, RoadmapPeriod period, DateOnly launch)
    {
        var months = Months(period.SpendFrom, period.End).ToList();
        var groups = months.Chunk(months.Count > 7 ? 3 : 1).Select(g => g.ToList()).ToList();
        // A few days at the end are no stretch of their own.
        if (groups.Count > 1 && groups[^1].Sum(m => m.To.DayNumber - m.From.DayNumber + 1) < Short)
        {
            groups[^2].AddRange(groups[^1]);
            groups.RemoveAt(groups.Count - 1);
        }
        var segments = new List<SpendingSegment>();
        var carried = new List<(DateOnly From, DateOnly To)>();
        foreach (var group in groups)
        {
            carried.AddRange(group);
            // Money of days before the launch, or too few days after it, goes to the next stretch.
            if (group[^1].To < launch.AddDays(Short) && group != groups[^1])
                continue;
            var from = launch > carried[0].From ? launch : carried[0].From;
            var (total, arithmetic) = Total(carried, monthly, budget, period);
            segments.Add(new(from, group[^1].To, Name(from, group[^1].To), Divide(total, channels, WholeOnly(total)), arithmetic));
            carried.Clear();
        }
        return segments;
    }

    private static (Money? Total, string Arithmetic) Total(List<(DateOnly From, DateOnly To)> months, Money? monthly, BudgetFact? budget, RoadmapPeriod period)
    {
        if (monthly is not null)
        {
            var parts = months.Select(m => (m.From, Days: m.To.DayNumber - m.From.DayNumber + 1, Of: DateTime.DaysInMonth(m.From.Year, m.From.Month))).ToList();
            var amount = parts.Sum(p => p.Days == p.Of ? monthly.Amount : monthly.Amount * p.Days / p.Of);
            var text = string.Join(" + ", parts.Select(p => p.Days == p.Of
                ? string.Create(CultureInfo.InvariantCulture, $"{monthly.Amount:#,0.##} ({p.From:yyyy-MM})")
                : string.Create(CultureInfo.InvariantCulture, $"{monthly.Amount:#,0.##} × {p.Days} ÷ {p.Of} days ({p.From:yyyy-MM})")));
            var total = new Money(Round(amount, monthly.Currency), monthly.Currency);
            return (total, string.Create(CultureInfo.InvariantCulture, $"{text} = {total.Amount:#,0.##} {total.Currency}"));
        }
        if (budget is { Period: "campaign", Given: { } given })
        {
            var all = period.End.DayNumber - period.SpendFrom.DayNumber + 1;
            var days = months.Sum(m => m.To.DayNumber - m.From.DayNumber + 1);
            var before = months[0].From.DayNumber - period.SpendFrom.DayNumber;
            // The difference of running totals, so that the parts add up to the whole.
            var amount = Round(given.Amount * (before + days) / all, given.Currency) - Round(given.Amount * before / all, given.Currency);
            return (new(amount, given.Currency), string.Create(CultureInfo.InvariantCulture, $"{given.Amount:#,0.##} {given.Currency} × {days} ÷ {all} days = {amount:#,0.##} {given.Currency}"));
        }
        return (null, "");
    }

    /// <summary>Divides by the channels' shares so that the parts add up to the total, the last unit going to the largest remainders.</summary>
    private static IReadOnlyList<Money?> Divide(Money? total, IReadOnlyList<ChannelAllocation> channels, bool whole)
    {
        if (total is null || channels.Any(c => c.Share is null))
            return [.. channels.Select(_ => (Money?)null)];
        var unit = whole ? 1m : 0.01m;
        var sum = channels.Sum(c => c.Share!.Value);
        if (sum <= 0)
            return [.. channels.Select(_ => (Money?)null)];
        // A share that a constraint took away is not spread over the others.
        var target = sum > 1 ? total.Amount : Math.Round(total.Amount * sum / unit, MidpointRounding.AwayFromZero) * unit;
        var exact = channels.Select(c => total.Amount * c.Share!.Value / Math.Max(1, sum)).ToList();
        var parts = exact.Select(e => Math.Floor(e / unit) * unit).ToList();
        var missing = (int)Math.Round((target - parts.Sum()) / unit);
        foreach (var i in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i).Take(missing).ToList())
            parts[i] += unit;
        return [.. parts.Select(p => new Money(p, total.Currency))];
    }

    private static bool WholeOnly(Money? money) => money is not null && WholeUnits.Contains(money.Currency);

    private static decimal Round(decimal amount, string currency) =>
        Math.Round(amount, WholeUnits.Contains(currency) ? 0 : 2, MidpointRounding.AwayFromZero);

    private static IEnumerable<(DateOnly From, DateOnly To)> Months(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to;)
        {
            var last = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
            var end = last < to ? last : to;
            yield return (day, end);
            day = end.AddDays(1);
        }
    }

    private static string Name(DateOnly from, DateOnly to) => from.Year == to.Year && from.Month == to.Month
        ? from.ToString("MMMM yyyy", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{from:MMMM} to {to:MMMM yyyy}");
}
