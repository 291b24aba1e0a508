namespace RaptorFlow.Reading;

/// <summary>Tells which language a text is in.</summary>
public static class Languages
{
    private const int MostCharacters = 20_000;

    /// <summary>The languages that are read: constraints, numbers, dates, channels.</summary>
    public static IReadOnlyList<string> Known { get; } = ["en", "fr", "de", "es", "it", "pt", "nl"];

    private static readonly Lazy<IReadOnlyDictionary<string, string[]>> Speakers = new(() =>
        Known.Select(l => (Language: l, Stop: Lexicon.For(l).StopWords.AsEnumerable()))
            .Concat(Lexicon.Common.Map("others").Select(p => (Language: p.Key, Stop: p.Value.Select(Words.Fold))))
            .SelectMany(l => l.Stop.Select(word => (word, l.Language)))
            .GroupBy(p => p.word, p => p.Language, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Distinct().ToArray(), StringComparer.Ordinal));

    /// <summary>The language of a text by its stop words and letters, or <paramref name="fallback"/> when too little tells.</summary>
    /// <param name="text">Any text; its first 20,000 characters count.</param>
    /// <param name="fallback">The answer when nothing tells.</param>
    /// <returns>A BCP 47 tag: one of <see cref="Known"/>, or of a language that can only be told apart.</returns>
    public static string Detect(string text, string fallback = "en")
    {
        ArgumentNullException.ThrowIfNull(text);
        var sample = text.Length > MostCharacters ? text[..MostCharacters] : text;
        if (Script(sample) is { } script)
            return script;
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in Words.Tokens(sample))
        {
            if (!Speakers.Value.TryGetValue(word, out var speakers))
                continue;
            foreach (var language in speakers)
            {
                scores[language] = scores.GetValueOrDefault(language) + 1.0 / speakers.Length;
                counts[language] = counts.GetValueOrDefault(language) + 1;
            }
        }
        foreach (var (letters, language) in Letters)
        {
            if (sample.AsSpan().IndexOfAny(letters) >= 0)
            {
                scores[language] = scores.GetValueOrDefault(language) + 0.75;
                counts[language] = counts.GetValueOrDefault(language) + 1;
            }
        }
        if (scores.Count == 0)
            return fallback;
        var best = scores.OrderByDescending(s => s.Value).ThenBy(s => s.Key == fallback ? 0 : 1).First();
        // One word alone proves little: "eu" is Portuguese, and the Union.
        return best.Value < 0.5 || counts[best.Key] < 2 || best.Value - scores.GetValueOrDefault(fallback) < 0.3 ? fallback : best.Key;
    }

    internal static string Base(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();

    private static readonly (string Letters, string Language)[] Letters =
    [
        ("ß", "de"), ("ñ¿¡", "es"), ("ãõ", "pt"), ("œùê", "fr"), ("łąęśżźć", "pl"), ("øæ", "da"), ("ěřů", "cs"), ("őű", "hu"), ("șță", "ro"), ("ğış", "tr"),
    ];

    private static string? Script(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var letters = 0;
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
                continue;
            letters++;
            if (Of(c) is { } language)
                counts[language] = counts.GetValueOrDefault(language) + 1;
        }
        if (counts.Count == 0 || counts.Values.Sum() * 2 < letters)
            return null;
        return counts.GetValueOrDefault("ja") * 10 > letters ? "ja" : counts.MaxBy(p => p.Value).Key;
    }

    private static string? Of(char c) => c switch
    {
        >= '\u0370' and <= '\u03FF' => "el",
        >= '\u0400' and <= '\u04FF' => "ru",
        >= '\u0590' and <= '\u05FF' => "he",
        >= '\u0600' and <= '\u06FF' => "ar",
        >= '\u0E00' and <= '\u0E7F' => "th",
        >= '\u3040' and <= '\u30FF' => "ja",
        >= '\u4E00' and <= '\u9FFF' => "zh",
        >= '\uAC00' and <= '\uD7AF' => "ko",
        _ => null,
    };
}
