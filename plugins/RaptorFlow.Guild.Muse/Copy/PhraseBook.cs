using System.Collections.Concurrent;

namespace RaptorFlow.Muse.Copy;

/// <summary>Sentence patterns of one language. There is none for languages nobody has written one for.</summary>
internal sealed class PhraseBook
{
    private static readonly ConcurrentDictionary<string, PhraseBook?> Books = new(StringComparer.Ordinal);

    public string And { get; set; } = "";

    public string More { get; set; } = "";

    public string Colon { get; set; } = ": ";

    /// <summary>Whether a phrase keeps its capital inside a sentence, as nouns do in German.</summary>
    public bool KeepCase { get; set; }

    public string Offer { get; set; } = "";

    public Dictionary<string, string> Promise { get; set; } = [];

    public Dictionary<string, string> After { get; set; } = [];

    public Dictionary<string, string> Persona { get; set; } = [];

    public string WithSubject { get; set; } = "";

    public Dictionary<string, Dictionary<string, string>> Calls { get; set; } = [];

    public Dictionary<string, string> Names { get; set; } = [];

    public Dictionary<string, string> Titles { get; set; } = [];

    public static PhraseBook? For(string language)
    {
        var key = language.Split('-')[0].ToLowerInvariant();
        return Books.GetOrAdd(key, static k => typeof(PhraseBook).Assembly.GetManifestResourceNames().Contains($"Data/phrases/{k}.yaml")
            ? DataFile.Load<PhraseBook>($"Data/phrases/{k}.yaml") : null);
    }

    /// <summary>Fills a pattern's places; <c>{x_mid}</c> is <c>{x}</c> as it reads inside a sentence.</summary>
    public static string Fill(string pattern, Wording wording, params IEnumerable<(string Place, string Value)> values)
    {
        foreach (var (place, value) in values)
            pattern = pattern.Replace($"{{{place}_mid}}", wording.Mid(value), StringComparison.Ordinal).Replace($"{{{place}}}", pattern.StartsWith($"{{{place}}}", StringComparison.Ordinal) ? Wording.Capital(value) : value, StringComparison.Ordinal);
        return Wording.Tidy(pattern);
    }

    public static string Pick(IReadOnlyDictionary<string, string> variants, string voice) =>
        variants.TryGetValue(voice, out var own) ? own : variants["plain"];
}
