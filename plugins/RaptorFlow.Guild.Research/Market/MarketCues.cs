using RaptorFlow.Guild.Research.Grounding;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>The words by which figures are told apart, and the periods they recur in.</summary>
internal static class MarketCues
{
    private static readonly (string Topic, decimal Times)[] Periods = [("per_day", 365), ("per_week", 52), ("per_month", 12), ("per_quarter", 4), ("per_year", 1)];
    private static readonly Lazy<CueLexicon> FigureCues = new(() => CueLexicon.Load("Market/figures.yaml"));
    private static readonly Lazy<CueLexicon> SubjectCues = new(() => CueLexicon.Load("Market/subjects.yaml"));
    private static readonly Lazy<CueLexicon> NounCues = new(() => CueLexicon.Load("Market/nouns.yaml"));

    public static CueLexicon Nouns => NounCues.Value;

    public static bool Figure(string topic, string language, string text) => FigureCues.Value.Mentions(topic, language, text);

    public static bool Subject(string topic, string language, string text) => SubjectCues.Value.Mentions(topic, language, text);

    public static IEnumerable<Phrase> SubjectPhrases(string topic, string language) => SubjectCues.Value.Of(topic, language);

    public static IEnumerable<Phrase> FigurePhrases(string topic, string language) => FigureCues.Value.Of(topic, language);

    /// <summary>How often a year a text says that something recurs, and the words that say it; null when it does not.</summary>
    public static (decimal Times, Phrase Phrase)? Recurrence(string text)
    {
        var normalised = Phrase.Normalise(text);
        foreach (var (topic, times) in Periods)
        {
            if (FigureCues.Value.Of(topic, "any").FirstOrDefault(p => p.In(normalised)) is { } phrase)
                return (times, phrase);
        }
        return null;
    }
}
