using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Judges what dated documents say of a topic: how many speak of it, and whether they do so more and more.</summary>
internal static class DocumentSignal
{
    public const int FewestDocuments = 3;
    private const int FewestForAProof = 8;

    /// <summary>Null when no document speaks of it.</summary>
    public static TrendSignal? Judge(Topic topic, IReadOnlyList<DatedText> texts, AgentContext context)
    {
        var series = texts.Select(t => (t.Day, Value: t.Rate(topic.Stems))).ToList();
        if (series.TrueForAll(s => s.Value == 0))
            return null;
        var halfLife = context.Card.Parameter("half_life_days", 365);
        var weights = texts.Select(t => Math.Pow(0.5, Math.Max(0, context.Today.DayNumber - t.Day.DayNumber) / halfLife)).ToList();
        var strength = series.Zip(weights).Where(p => p.First.Value > 0).Sum(p => p.Second) / weights.Sum();
        var tau = MannKendall.Tau(series);
        return new("documents", Direction(series, tau, context.Card), Math.Round(strength, 2), Explain(series, tau));
    }

    private static TrendDirection Direction(List<(DateOnly Day, double Value)> series, double tau, AgentCard card)
    {
        if (series.Count < FewestDocuments || series.Select(s => s.Day).Distinct().Count() < FewestDocuments)
            return TrendDirection.Unknown;
        var least = card.Parameter("trend_min_tau", 0.5);
        if (tau <= -least)
            return TrendDirection.Fading;
        if (tau < least)
            return TrendDirection.Stable;
        return series.Take(series.Count / 2).All(s => s.Value == 0) ? TrendDirection.Emerging : TrendDirection.Rising;
    }

    private static string Explain(List<(DateOnly Day, double Value)> series, double tau)
    {
        var spoken = series.Count(s => s.Value > 0);
        var rates = string.Join(", ", series.Select(s => Say($"{s.Day:yyyy-MM} {s.Value:0.#}")));
        var text = $"In {spoken} of {series.Count} dated {(series.Count == 1 ? "document" : "documents")}; mentions per 1,000 words: {rates}";
        return series.Count < FewestDocuments
            ? $"{text}. Three dated documents are the least from which a direction can be told."
            : Say($"{text}; Mann–Kendall τ = {tau:0.00}{(series.Count < FewestForAProof ? ", a sign rather than a proof with so few documents" : "")}.");
    }

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
