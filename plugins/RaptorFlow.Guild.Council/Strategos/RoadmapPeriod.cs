using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Strategos;

/// <summary>The stretch planned, with the day from which money is spent.</summary>
internal sealed record RoadmapPeriod(DateOnly Start, DateOnly End, DateOnly SpendFrom, string Reason, OpenQuestion? Question)
{
    public int Days => End.DayNumber - Start.DayNumber + 1;

    public static RoadmapPeriod Of(Goal? goal, DateOnly today, AgentCard card)
    {
        var length = card.Limit("default_period_days", 90);
        var plain = (Start: today, End: today.AddDays(length));
        if (goal?.Period is not { } period)
        {
            return new(plain.Start, plain.End, plain.Start, string.Create(CultureInfo.InvariantCulture, $"The goal names no date, so {length} days from today are planned."),
                new OpenQuestion("By when should the goal be reached?", "goal") { Why = "The plan's length follows from it." });
        }
        if (period.To < today)
        {
            return new(plain.Start, plain.End, plain.Start, string.Create(CultureInfo.InvariantCulture, $"“{period.Text}” ended on {period.To:yyyy-MM-dd}, before today; {length} days from today are planned instead."),
                new OpenQuestion($"The goal says “{period.Text}”, which is over. By when should it be reached now?", "goal"));
        }
        var earliest = period.From.AddDays(-card.Limit("lead_days", 30));
        var start = earliest > today ? earliest : today;
        var spend = period.From > start ? period.From : start;
        var lead = period.From > start ? string.Create(CultureInfo.InvariantCulture, $"; preparation begins {period.From.DayNumber - start.DayNumber} days before") : "";
        var days = period.To.DayNumber - start.DayNumber + 1;
        var brief = days < card.Limit("shortest_period_days", 10) ? string.Create(CultureInfo.InvariantCulture, $" Only {days} days are left, so the moves overlap.") : "";
        return new(start, period.To, spend, string.Create(CultureInfo.InvariantCulture, $"The goal says “{period.Text}”: until {period.To:yyyy-MM-dd}{lead}.{brief}"), null);
    }
}
