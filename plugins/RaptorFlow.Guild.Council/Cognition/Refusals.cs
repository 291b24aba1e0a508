using System.Text.RegularExpressions;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>What is not remembered, whatever is known.</summary>
internal static partial class Refusals
{
    private const int LongestStatement = 600;

    /// <returns>Why a candidate is refused, or null.</returns>
    public static string? Of(KnowledgeCandidate candidate, KnowledgeQuality quality, string language)
    {
        if (candidate.Evidence.Count == 0)
            return "nothing is quoted for it";
        if (!Memory.MemoryCollections.All.Contains(candidate.Collection))
            return $"there is no collection {candidate.Collection}";
        if (candidate.Statement.Length > LongestStatement)
            return $"longer than {LongestStatement} characters: a text, not a statement";
        var texts = candidate.Evidence.Select(e => e.Quote).Prepend(candidate.Statement).ToList();
        if (texts.Exists(t => Instructions.Speaks(t) || Orders(t, language) || Orders(t, "en")))
            return "it speaks to a program instead of saying something";
        if (texts.Exists(t => Mail().IsMatch(t)))
            return "it holds an e-mail address";
        if (texts.Exists(t => Telephone().Matches(t).Any(m => m.Value.Count(char.IsAsciiDigit) is >= 9 and <= 15)))
            return "it holds a telephone number";
        return quality.Value < SourceQuality.Least ? FormattableString.Invariant($"its source is too weak ({quality.Value:0.##}, at least {SourceQuality.Least:0.##} is asked)") : null;
    }

    private static bool Orders(string text, string language) => Lexicon.For(language).Find(text, "injection").Count > 0;

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mail();

    // International (+44 …), national with a zero (0113 …), or American (555-123-4567). Amounts begin with neither a plus nor a zero.
    [GeneratedRegex(@"(?<![\w.,])(\+\d[\d\s().\/-]{7,18}\d|\(?0\d[\d\s().\/-]{6,16}\d|\(?\d{3}\)?[-. ]\d{3}[-.]\d{4})(?!\w)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Telephone();
}
