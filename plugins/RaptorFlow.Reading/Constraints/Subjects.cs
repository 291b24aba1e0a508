using RaptorFlow.Marketing;

namespace RaptorFlow.Reading;

/// <summary>Tells what a clause is about.</summary>
internal static class Subjects
{
    // The more particular first: "price claims" are about prices, "privacy wording" about privacy.
    private static readonly (string Key, ConstraintSubject Subject)[] Order =
    [
        ("privacy", ConstraintSubject.Privacy), ("comparison", ConstraintSubject.Comparison), ("channel", ConstraintSubject.Channel), ("discount", ConstraintSubject.Price),
        ("price", ConstraintSubject.Price), ("tone", ConstraintSubject.Tone), ("claim", ConstraintSubject.Claim), ("brand", ConstraintSubject.Brand), ("budget", ConstraintSubject.Budget),
        ("audience", ConstraintSubject.Audience), ("capacity", ConstraintSubject.Capacity), ("geography", ConstraintSubject.Geography), ("timing", ConstraintSubject.Timing), ("wording", ConstraintSubject.Wording),
    ];

    private static readonly (string Key, ConstraintSubject Subject)[] LimitOrder =
    [
        ("channel", ConstraintSubject.Channel), ("budget", ConstraintSubject.Budget), ("geography", ConstraintSubject.Geography), ("capacity", ConstraintSubject.Capacity),
        ("timing", ConstraintSubject.Timing), ("audience", ConstraintSubject.Audience), ("discount", ConstraintSubject.Price), ("price", ConstraintSubject.Price),
        ("privacy", ConstraintSubject.Privacy), ("comparison", ConstraintSubject.Comparison), ("claim", ConstraintSubject.Claim), ("tone", ConstraintSubject.Tone), ("brand", ConstraintSubject.Brand), ("wording", ConstraintSubject.Wording),
    ];

    /// <summary>The subject of a text, with the lexicon's key for it (<c>discount</c> is a kind of price).</summary>
    public static (ConstraintSubject Subject, string Key) Of(string text, ConstraintEffect effect, string language)
    {
        var tokens = Token.Read(text);
        var lexicon = Lexicon.For(language);
        var keys = lexicon.Index("subjects").All(tokens).Select(h => h.Value).ToHashSet(StringComparer.Ordinal);
        // "may" the verb is no month.
        if (lexicon.Index("weekdays").All(tokens).Any() || lexicon.Ordinals("months").All(tokens).Any(h => lexicon.Code != "en" || char.IsUpper(text[tokens[h.Start].Start])))
            keys.Add("timing");
        if (ChannelNames.InText(text, language).Count > 0 || OnlyChannels(text, language))
            keys.Add("channel");
        if (effect != ConstraintEffect.Limits && Quoting.Quoted(text).Any())
            return (ConstraintSubject.Wording, "wording");
        if (effect == ConstraintEffect.Limits && MoneyReader.Read(text, language).Count > 0)
            return (ConstraintSubject.Budget, "budget");
        if (effect == ConstraintEffect.Forbids && lexicon.Index("word_cue").All(tokens).Any(h => h.Start <= 4) && !keys.Overlaps(["privacy", "comparison"]))
            return (ConstraintSubject.Wording, "wording");
        foreach (var (key, subject) in effect == ConstraintEffect.Limits ? LimitOrder : Order)
        {
            if (keys.Contains(key))
                return (subject, key);
        }
        return (ConstraintSubject.Other, "other");
    }

    /// <summary>Whether a text names channels and nothing else: "events", "no blog".</summary>
    public static bool OnlyChannels(string text, string language)
    {
        var stop = Words.StopWords(language);
        var content = Words.Tokens(text).Count(t => !stop.Contains(t));
        return content is > 0 and <= 3 && ChannelNames.Ids(text, language) is { Count: > 0 } ids && ids.Count >= content - 1;
    }
}
