using System.Text.RegularExpressions;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Guild.Guardian.Texts;

namespace RaptorFlow.Guild.Guardian.BrandRules;

/// <summary>Expressions for words that a brief forbids.</summary>
internal static class TermPatterns
{
    // From this length on a word's last two letters may differ: guaranteed, guarantee, guarantees.
    private const int StemFrom = 6;

    /// <summary>An alternation of terms; null when there are none. Loose terms are found in other forms and the other order too.</summary>
    public static string? Join(IEnumerable<string> terms, bool loose)
    {
        var parts = terms.Select(t => Folding.FoldString(t).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w.Length > 0)
            .SelectMany(words => Orders(words, loose).Select(o => One(o, loose)))
            .ToList();
        return parts.Count == 0 ? null : string.Join('|', parts.Select(p => $"(?:{p})"));
    }

    public static CompiledRule Compile(string find, string? unless = null, string? unlessLine = null) => new(
        new Regex(find, Rule.Options, Rule.MostTime),
        new Regex(find.Replace(@"\b", "", StringComparison.Ordinal).Replace("[ -]+", "[ -]*", StringComparison.Ordinal), Rule.Options, Rule.MostTime),
        unless is null ? null : new Regex(unless, Rule.Options, Rule.MostTime),
        unlessLine is null ? null : new Regex(unlessLine, Rule.Options, Rule.MostTime),
        null);

    private static IEnumerable<string[]> Orders(string[] words, bool loose) => loose && words.Length == 2 ? [words, [words[1], words[0]]] : [words];

    private static string One(string[] words, bool loose)
    {
        var between = loose ? @"[ -]+(\S+ ){0,2}" : "[ -]+";
        return Edge(words[0][0]) + string.Join(between, words.Select(w => Word(w, loose))) + (loose ? "" : Edge(words[^1][^1]));
    }

    private static string Word(string word, bool loose) =>
        loose && word.Length >= StemFrom && word.All(char.IsLetter) ? Regex.Escape(word[..^2]) + @"\w{0,4}\b"
        : Regex.Escape(word) + (loose && char.IsLetterOrDigit(word[^1]) ? @"s?\b" : "");

    private static string Edge(char c) => char.IsLetterOrDigit(c) ? @"\b" : "";
}
