using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Judges search interest: rank test and robust slope, within the months of the year where two years are there.</summary>
internal static class InterestSignal
{
    public const int FewestPoints = 3;
    private const int FewestForATest = 8;
    private const int MonthsOfAYear = 12;

    public static TrendSignal Judge(InterestSeries series, AgentCard card)
    {
        var values = series.HasTwoYears ? series.Monthly : series.Values;
        var year = values.Where(v => v.Day > values[^1].Day.AddMonths(-MonthsOfAYear)).ToList();
        var strength = Math.Round(year.Average(v => v.Value) / 100, 2);
        var name = series.Place is null ? "search interest" : $"search interest in {series.Place}";
        if (series.Points.Count < FewestPoints)
            return new("search_interest", TrendDirection.Unknown, strength, Say($"{name}: {series.Points.Count} {(series.Points.Count == 1 ? "point" : "points")}; three are the least from which a direction can be told."));
        List<IReadOnlyList<(DateOnly Day, double Value)>> groups = series.HasTwoYears
            ? [.. values.GroupBy(v => v.Day.Month).Select(g => (IReadOnlyList<(DateOnly, double)>)[.. g])]
            : [values];
        var (tau, z) = MannKendall.Test(groups);
        var slope = TheilSen.Slope(groups);
        var change = series.HasTwoYears ? YearOnYear(values) : null;
        var test = Say($"Mann–Kendall τ = {tau:0.00}, z = {z:0.0}; Theil–Sen slope {slope:+0.0;−0.0;0} points a year");
        var basis = series.HasTwoYears
            ? Say($"{name}, {series.Months} months, each month against the same month of other years: {test}{Compared(change)}")
            : Say($"{name}, {series.Points.Count} points over {series.Months} months: {test}; less than two years, so that a season cannot be told from a trend");
        return new("search_interest", Direction(values, tau, z, slope, change, card), strength, basis + (values.Count < FewestForATest ? ", and a sign rather than a proof with so few points." : "."));
    }

    private static TrendDirection Direction(IReadOnlyList<(DateOnly Day, double Value)> values, double tau, double z, double slope, (double Last, double Before)? change, AgentCard card)
    {
        var sure = values.Count < FewestForATest ? Math.Abs(tau) >= card.Parameter("trend_min_tau", 0.5) : Math.Abs(z) >= card.Parameter("interest_min_z", 1.96);
        var least = card.Parameter("interest_min_change", 0.1);
        var mean = values.Average(v => v.Value);
        if (!sure || mean <= 0 || Math.Abs(slope) < least * mean || Math.Sign(slope) != Math.Sign(tau))
            return TrendDirection.Stable;
        // Over all years it moved, and in the last one it went the other way: no direction to rely on.
        if (change is { Before: > 0 } c && Math.Abs(c.Last / c.Before - 1) >= least && Math.Sign(c.Last - c.Before) != Math.Sign(slope))
            return TrendDirection.Stable;
        if (slope < 0)
            return TrendDirection.Fading;
        var oldest = values.Take(Math.Max(1, values.Count / 4)).Average(v => v.Value);
        return oldest <= card.Parameter("emerging_max_level", 10) ? TrendDirection.Emerging : TrendDirection.Rising;
    }

    /// <summary>The mean of the last twelve months, and of the same months a year before; only months that both years have.</summary>
    private static (double Last, double Before)? YearOnYear(IReadOnlyList<(DateOnly Day, double Value)> months)
    {
        var last = months[^1].Day;
        var known = months.ToDictionary(m => m.Day, m => m.Value);
        var pairs = months.Where(m => m.Day > last.AddMonths(-MonthsOfAYear) && known.ContainsKey(m.Day.AddMonths(-MonthsOfAYear)))
            .Select(m => (m.Value, Before: known[m.Day.AddMonths(-MonthsOfAYear)])).ToList();
        return pairs.Count == 0 ? null : (pairs.Average(p => p.Value), pairs.Average(p => p.Before));
    }

    private static string Compared((double Last, double Before)? change) => change is not { } c ? ""
        : Say($"; the last twelve months {c.Last:0.#} on average against {c.Before:0.#} in the same months a year before") + (c.Before > 0 ? Say($" ({(c.Last / c.Before - 1) * 100:+0;−0;0} %)") : "");

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
