namespace RaptorFlow.Core.Cost;

/// <summary>Whole days of UTC.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last, which is part of it.</param>
public readonly record struct CostPeriod(DateOnly From, DateOnly To)
{
    public static CostPeriod MonthOf(DateOnly day) => new(new(day.Year, day.Month, 1), new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));

    internal DateTimeOffset Begin => new(From, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The first moment after it.</summary>
    internal DateTimeOffset End => new(To.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
}
