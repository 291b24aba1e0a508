using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Growth: as the evidence states it, and as dated figures of the same thing give it.</summary>
internal static class MarketGrowth
{
    public static IEnumerable<Finding> Find(FactBook book, IReadOnlyList<MarketFigure> figures)
    {
        foreach (var group in figures.Where(f => f.Year is not null && f.Kind is "market_value" or "count" or "own_count" or "own_revenue").GroupBy(f => (f.Kind, f.Currency, f.Noun, f.IsRate)))
        {
            if (Rate([.. group]) is { } rate)
                yield return rate;
        }
        foreach (var sentence in book.Passages.SelectMany(FactBook.SentencesOf))
        {
            var language = book.LanguageOf(sentence);
            if (MarketCues.Figure("growth", language, sentence.Quote) && Numbers.Read(sentence.Quote, language).Any(n => n.Unit == "%"))
                yield return Finding.Stated($"Stated: “{sentence.Quote}”", sentence);
        }
    }

    /// <summary>The compound annual growth rate between the oldest and the newest figure: (last ÷ first)^(1 ÷ years) − 1.</summary>
    private static Finding? Rate(List<MarketFigure> figures)
    {
        var (first, last) = (figures.MinBy(f => f.Year)!, figures.MaxBy(f => f.Year)!);
        var years = last.Year!.Value - first.Year!.Value;
        if (years < 1 || first.Low <= 0 || last.Low <= 0)
            return null;
        var rate = Math.Pow((double)(last.Low / first.Low), 1.0 / years) - 1;
        var what = first.Kind switch
        {
            "count" => $"Number of {last.Value.Unit} in the market",
            "own_count" => $"Own count of {last.Value.Unit} (not the market's)",
            "own_revenue" => "Own revenue (not the market's)",
            _ => "The market's value",
        };
        return Finding.Derived(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {rate * 100:+0.0;−0.0} % a year from {first.Year} to {last.Year}."),
            string.Create(CultureInfo.InvariantCulture, $"CAGR = ({Wording.Number(last.Low)} ÷ {Wording.Number(first.Low)})^(1 ÷ {years}) − 1"),
            [.. new[] { first.Sentence, last.Sentence }.Distinct()]);
    }
}
