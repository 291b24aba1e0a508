using System.Globalization;

namespace RaptorFlow.Core.Data;

/// <summary>Where a page of a list by time ended. It says all by itself: the row may be gone since.</summary>
/// <param name="At">The time of the last row.</param>
/// <param name="Id">Which it was.</param>
public readonly record struct TimeCursor(DateTimeOffset At, Guid Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{Id:N}");

    public static bool TryParse(string? text, out TimeCursor cursor)
    {
        cursor = default;
        if (text?.Split('-') is not [var at, var id]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !Guid.TryParseExact(id, "N", out var row))
            return false;
        cursor = new(new(ticks, TimeSpan.Zero), row);
        return true;
    }
}
