using System.Text.RegularExpressions;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>What a number counts.</summary>
/// <param name="Class">A topic of <c>nouns.yaml</c>, or <c>target</c> for a word of the company's own segments.</param>
/// <param name="Word">The word, verbatim.</param>
/// <param name="End">Where it ends in the sentence.</param>
internal sealed partial record CountedNoun(string Class, string Word, int End)
{
    private const int MostWords = 4;

    // "5,000 of our customers": these may stand between a number and what it counts.
    private static readonly HashSet<string> Between = new(StringComparer.Ordinal)
    {
        "of", "the", "our", "de", "des", "d", "du", "les", "nos", "notre", "der", "die", "den", "von", "unserer", "unsere", "unseren", "di", "dei", "delle", "nostri", "van", "onze", "nuestros", "nossos",
    };

    public static CountedNoun? After(FigureSentence sentence, PlacedQuantity quantity, IReadOnlySet<string> targets) =>
        In(sentence, quantity.NumberEnd, sentence.Text.Length, MostWords, targets);

    /// <summary>What stands before a colon: <c>Small businesses in the US: 33.2 million</c>.</summary>
    public static CountedNoun? BeforeColon(FigureSentence sentence, PlacedQuantity quantity, IReadOnlySet<string> targets)
    {
        var colon = sentence.Text.LastIndexOf(':', quantity.Start);
        if (colon < 0 || sentence.Text.AsSpan(colon + 1, quantity.Start - colon - 1).IndexOfAnyExcept(" \u00A0~≈".AsSpan()) >= 0)
            return null;
        var found = Letters().Matches(sentence.Text[..colon]).Select(w => In(sentence, w.Index, colon, 1, targets)).OfType<CountedNoun>().ToList();
        return found.Find(n => n.Class != "target") ?? found.FirstOrDefault();
    }

    private static CountedNoun? In(FigureSentence sentence, int from, int to, int most, IReadOnlySet<string> targets)
    {
        CountedNoun? target = null;
        var at = from;
        foreach (var word in Letters().Matches(sentence.Text[from..to]).Take(most))
        {
            var start = from + word.Index;
            if (sentence.Text.AsSpan(at, start - at).IndexOfAnyExcept(" \u00A0\u202F-+%'’".AsSpan()) >= 0)
                break;
            at = start + word.Length;
            var folded = Words.Fold(word.Value);
            if (MarketCues.Nouns.TopicsIn(sentence.Language, word.Value).FirstOrDefault() is { } kind)
                return kind == "measures" ? null : new(kind, word.Value, at);
            // US is no "us".
            if (Words.StopWords(sentence.Language).Contains(folded) && !Between.Contains(folded) && !word.Value.All(char.IsUpper))
                break;
            if (target is null && targets.Contains(Words.Stem(word.Value, sentence.Language)))
                target = new("target", word.Value, at);
        }
        return target;
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Letters();
}
