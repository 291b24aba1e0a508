using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Cognition;

/// <summary>Judges how far a statement's source may be trusted, by <c>Data/knowledge/sources.yaml</c> and <c>weights.yaml</c>.</summary>
internal static class SourceQuality
{
    private static readonly List<SourceRule> Rules = DataFile.Load<List<SourceRule>>("Data/knowledge/sources.yaml");
    private static readonly Weights Weigh = DataFile.Load<Weights>("Data/knowledge/weights.yaml");

    /// <summary>From where on something is remembered.</summary>
    public static double Least => Weigh.Least;

    public static KnowledgeQuality Of(KnowledgeCandidate candidate, DateOnly today)
    {
        var best = candidate.Evidence.Select(e => Rules.First(r => r.Fits(e))).MaxBy(r => r.Value) ?? Rules[^1];
        var reasons = new List<string> { $"{best.Name}: {Number(best.Value)}, {best.Why}" };
        var value = best.Value;
        if (candidate.Corroborated || candidate.Evidence.Select(e => e.Origin()).Distinct().Count() > 1)
            Add(Weigh.Corroborated, "a second source has it");
        if (candidate.Derivation is not null)
            Add(Weigh.Derived, "worked out, not read");
        if (Age(candidate.Date, today) is { } days)
        {
            if (days <= Weigh.RecentDays)
                Add(Weigh.Recent, $"from {candidate.Date}");
            else if (days > Weigh.OldDays)
                Add(Weigh.Old, $"as old as {candidate.Date}");
        }
        return new(Math.Round(Math.Clamp(value, 0, 1), 2), reasons);

        void Add(double weight, string why)
        {
            value += weight;
            reasons.Add($"{why}: {weight.ToString("+0.##;-0.##", CultureInfo.InvariantCulture)}");
        }
    }

    // A year's last day, a month's: it may be from then.
    private static int? Age(string? date, DateOnly today) => date?.Length switch
    {
        4 when DateOnly.TryParseExact(date + "-12-31", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) => today.DayNumber - year.DayNumber,
        7 when DateOnly.TryParseExact(date + "-28", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) => today.DayNumber - month.DayNumber,
        10 when DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => today.DayNumber - day.DayNumber,
        _ => null,
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed class Weights
    {
        public double Corroborated { get; set; }
        public double Derived { get; set; }
        public int RecentDays { get; set; }
        public double Recent { get; set; }
        public int OldDays { get; set; }
        public double Old { get; set; }
        public double Least { get; set; }
    }
}
