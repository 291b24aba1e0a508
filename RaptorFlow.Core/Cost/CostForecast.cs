namespace RaptorFlow.Core.Cost;

/// <summary>How a forecast was made.</summary>
public enum ForecastMethod
{
    /// <summary>Fewer than three whole days are known: what was spent, at the pace of the time it took.</summary>
    RunRate,

    /// <summary>The mean of the whole days, with a normal interval from their variance.</summary>
    DailyMean,
}

/// <summary>What a month will have cost at its end. Money in micro-dollars.</summary>
public sealed record CostForecast
{
    /// <summary>The month as <c>2026-11</c>.</summary>
    public required string Month { get; init; }

    public required long SpentMicros { get; init; }

    public required long ForecastMicros { get; init; }

    /// <summary>The lower end of the 95 % interval, never below what is spent; absent without an interval.</summary>
    public long? LowMicros { get; init; }

    /// <summary>The upper end; absent without an interval.</summary>
    public long? HighMicros { get; init; }

    public required ForecastMethod Method { get; init; }

    /// <summary>How it was made, and what it leaves out.</summary>
    public required string Note { get; init; }

    /// <summary>The whole days it was made from.</summary>
    public required int Days { get; init; }

    public required long LimitMicros { get; init; }

    /// <summary>Whether the limit is reached before the month's end, or is already. A limit stops calls, so what lies above it will not be spent.</summary>
    public required bool PassesLimit { get; init; }

    /// <summary>The day on which it is reached, UTC; absent when it is not.</summary>
    public DateOnly? PassesOn { get; init; }
}

/// <summary>
/// Forecasts a month's end, weekdays alike.
/// <para>Let <c>d₁…dₙ</c> be the costs of the month's whole days (UTC, days before the workspace's first call left out), <c>m</c> their mean,
/// <c>s²</c> their sample variance, <c>S</c> what is spent, and <c>r</c> the days left, today's rest as a fraction. With n ≥ 3:
/// forecast = <c>S + m·r</c>, interval = <c>± 1.96·s·√(r + r²/n)</c>: the days to come vary (r·s²), and the mean itself is uncertain (r²·s²/n).</para>
/// <para>With n &lt; 3: forecast = <c>S + S/e·r</c>, <c>e</c> being the days since the first of them began, at least 1; no interval.</para>
/// <para>The limit is reached after <c>(limit − S) / rate</c> days, rate being m or S/e.</para>
/// </summary>
internal static class MonthForecast
{
    private const int LeastDays = 3;
    private const double Normal95 = 1.96;

    /// <param name="now">The database's time.</param>
    /// <param name="first">The workspace's first day in this month.</param>
    /// <param name="days">What each day of the month cost; days without calls may be missing.</param>
    /// <param name="spent">What counts against the limit.</param>
    /// <param name="limit">The month's limit.</param>
    public static CostForecast Of(DateTimeOffset now, DateOnly first, IReadOnlyDictionary<DateOnly, long> days, long spent, long limit)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var month = CostPeriod.MonthOf(today);
        var left = (month.End - now).TotalDays;
        var whole = Enumerable.Range(0, Math.Max(0, today.DayNumber - first.DayNumber)).Select(i => (double)days.GetValueOrDefault(first.AddDays(i))).ToArray();
        var measured = whole.Length >= LeastDays;
        var elapsed = Math.Max(1, (now - new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero)).TotalDays);
        var rate = measured ? whole.Average() : spent / elapsed;
        var deviation = measured ? Normal95 * Math.Sqrt(Variance(whole, rate) * (left + (left * left / whole.Length))) : 0;
        var forecast = spent + (rate * left);
        return new()
        {
            Month = BudgetScopes.Month(now),
            SpentMicros = spent,
            ForecastMicros = Micros(forecast),
            LowMicros = measured ? Math.Max(spent, Micros(forecast - deviation)) : null,
            HighMicros = measured ? Micros(forecast + deviation) : null,
            Method = measured ? ForecastMethod.DailyMean : ForecastMethod.RunRate,
            Note = measured
                ? "The mean of the month's whole days, for each day that is left; the interval holds 95 % if days are alike and independent of each other."
                : "Fewer than three whole days are known: this is the pace so far and no more.",
            Days = whole.Length,
            LimitMicros = limit,
            PassesLimit = spent >= limit || forecast >= limit,
            PassesOn = PassesOn(now, month, days, spent, limit, rate),
        };
    }

    private static DateOnly? PassesOn(DateTimeOffset now, CostPeriod month, IReadOnlyDictionary<DateOnly, long> days, long spent, long limit, double rate)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (spent >= limit)
        {
            long sum = 0;
            foreach (var (day, cost) in days.OrderBy(d => d.Key))
            {
                sum += cost;
                if (sum >= limit)
                    return day;
            }
            return today;
        }
        var wait = rate > 0 ? (limit - spent) / rate : double.PositiveInfinity;
        if (wait > (month.End - now).TotalDays)
            return null;
        var on = DateOnly.FromDateTime(now.UtcDateTime.AddDays(wait));
        return on > month.To ? month.To : on;
    }

    private static double Variance(double[] values, double mean) => values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);

    private static long Micros(double value) => value >= long.MaxValue ? long.MaxValue : (long)Math.Round(value);
}
