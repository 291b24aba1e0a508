using System.Globalization;

namespace RaptorFlow.Core.Cost;

/// <summary>Where an entry or alert stands among the newest.</summary>
public readonly record struct CostCursor(DateTimeOffset At, Guid Id)
{
    public static CostCursor Of(BudgetAlert alert) => new(alert.At, alert.Id);

    public static CostCursor Of(BookedCall call) => new(call.At, call.Id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{Id:N}");

    public static bool TryParse(string? text, out CostCursor cursor)
    {
        cursor = default;
        if (text?.Split('-') is not [var at, var id]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !Guid.TryParseExact(id, "N", out var entry))
            return false;
        cursor = new(new(ticks, TimeSpan.Zero), entry);
        return true;
    }
}
