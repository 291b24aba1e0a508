using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>Tells whether a statement denies something.</summary>
internal static class Negations
{
    private static readonly Dictionary<string, Phrases> ByLanguage = DataFile.Load<Dictionary<string, Phrases>>("Data/knowledge/negations.yaml");

    public static bool In(string text, string language)
    {
        var phrases = ByLanguage.GetValueOrDefault(language.Split('-')[0]) ?? ByLanguage["en"];
        // Twice denied is not denied.
        return (Count(text, phrases.Deny) - Count(text, phrases.Except)) % 2 == 1;
    }

    private static int Count(string text, List<string> phrases)
    {
        var words = Words.Tokens(text);
        return phrases.Select(Words.Tokens).Sum(phrase => Enumerable.Range(0, Math.Max(0, words.Count - phrase.Count + 1)).Count(at => phrase.Select((word, i) => words[at + i] == word).All(same => same)));
    }

    private sealed class Phrases
    {
        public List<string> Deny { get; set; } = [];
        public List<string> Except { get; set; } = [];
    }
}
