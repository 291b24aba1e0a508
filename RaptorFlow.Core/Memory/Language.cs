namespace RaptorFlow.Core.Memory;

/// <summary>Guesses a text's language by its commonest words, among those that Postgres's text search can stem.</summary>
internal static class Language
{
    /// <summary>Postgres's configuration for text in no language it knows: words as they are.</summary>
    public const string Unknown = "simple";

    private const int Sample = 20_000;

    private static readonly Dictionary<string, HashSet<string>> CommonWords = new(StringComparer.Ordinal)
    {
        ["english"] = Words("the and of to in is that for it with as was on are be this by from at have not or an which you we their our your has can will what how why when where who do does did about if so than i my would should could there been were had but all any no its"),
        ["german"] = Words("der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über wir ihr was wer wo wann warum welche so aber nur oder wenn"),
        ["french"] = Words("le la les des et en un une du que est pour qui dans par plus au avec sur se ne pas ce il sont nous vous leur cette aux ou mais votre nos"),
        ["spanish"] = Words("el la los las de que y en un una por con para es se del no su al lo como más pero sus este ya está son nuestro entre cuando muy sin sobre"),
        ["italian"] = Words("il di che la per una sono con non del si della le dei alla nel gli anche più ha dal come questo delle nella ma lo è dalla nostro agli"),
        ["portuguese"] = Words("o de que e do da em um para com não uma os no se na por mais as dos como mas ao das à seu sua ou são nos já também pelo pela"),
        ["dutch"] = Words("de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar door over deze naar wordt hun uit nog worden kan wij onze"),
    };

    public static IEnumerable<string> AllCommonWords => CommonWords.Values.SelectMany(words => words);

    /// <returns>The name of a text search configuration.</returns>
    public static string Detect(string text)
    {
        var sample = text.Cut(Sample);
        var counts = CommonWords.Keys.ToDictionary(language => language, _ => 0, StringComparer.Ordinal);
        var total = 0;
        foreach (var word in Tokens.Words(sample))
        {
            total++;
            var lower = word.ToString().ToLowerInvariant();
            foreach (var (language, words) in CommonWords)
            {
                if (words.Contains(lower))
                    counts[language]++;
            }
        }
        var (best, hits) = counts.MaxBy(c => c.Value);
        return total > 0 && hits * 8 >= total ? best : Unknown;
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
