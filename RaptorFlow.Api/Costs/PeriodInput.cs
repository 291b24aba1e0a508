using System.Globalization;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Api.Costs;

/// <summary>The two days that a report is asked for.</summary>
internal static class PeriodInput
{
    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    /// <param name="from">The first day; the first of the last day's month when absent.</param>
    /// <param name="to">The last day; today when absent.</param>
    /// <param name="today">By the database's clock.</param>
    /// <param name="fields">Gathers what is wrong.</param>
    public static CostPeriod Read(string? from, string? to, DateOnly today, FieldErrors fields)
    {
        var end = Day("to", to, fields) ?? today;
        var begin = Day("from", from, fields) ?? new DateOnly(end.Year, end.Month, 1);
        if (begin > end)
            fields.Add(to is null ? "from" : "to", to is null ? "Lies after today." : "Lies before from.");
        return new(begin, end);
    }

    private static DateOnly? Day(string field, string? value, FieldErrors fields)
    {
        if (value is null)
            return null;
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear)
            return day;
        fields.Add(field, $"Is a day as 2026-11-23, in the years {FirstYear} to {LastYear}.");
        return null;
    }
}
