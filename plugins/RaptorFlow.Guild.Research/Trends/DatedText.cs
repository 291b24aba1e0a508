using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>A document with its day and the stems of its words in order.</summary>
internal sealed record DatedText(string Origin, DateOnly Day, string Language, IReadOnlyList<string> Stems, IReadOnlyList<Evidence> Sentences)
{
    public static IEnumerable<DatedText> From(FactBook book)
    {
        foreach (var document in book.Passages.GroupBy(p => p.Origin(), StringComparer.Ordinal))
        {
            var first = document.First();
            if (Day0(first.Date) is not { } day)
                continue;
            var language = book.LanguageOf(first);
            var sentences = document.SelectMany(FactBook.SentencesOf).Where(s => !Instructions.Speaks(s.Quote)).ToList();
            yield return new(document.Key, day, language, [.. sentences.SelectMany(s => Words.Tokens(s.Quote)).Select(t => Words.Stem(t, language))], sentences);
        }
    }

    /// <summary>The middle of the year or month where the date says no more.</summary>
    public static DateOnly? Day0(string? date)
    {
        if (date is null)
            return null;
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (DateOnly.TryParseExact(date + "-15", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return month;
        return DateOnly.TryParseExact(date + "-07-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) ? year : null;
    }

    /// <summary>How often a topic is spoken of per 1,000 words; a topic of several words counts as often as its rarest word.</summary>
    public double Rate(IReadOnlyList<string> topic) =>
        Stems.Count == 0 ? 0 : topic.Min(t => Stems.Count(s => s == t)) * 1000.0 / Stems.Count;

    public IEnumerable<Evidence> Passages(IReadOnlyList<string> topic) => Sentences.Where(s =>
    {
        var stems = Words.Stems(s.Quote, Language);
        return topic.All(stems.Contains);
    });
}
