using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Finds figures of the market: strictly, since a number taken for what it is not would be an invention.</summary>
internal sealed class FigureReader(FactBook book, Fundamentals facts)
{
    private static readonly (string Topic, decimal Times)[] Periods = [("per_day", 365), ("per_week", 52), ("per_month", 12), ("per_quarter", 4), ("per_year", 1)];
    private static readonly string[] MoneyKinds = ["annual_value", "ticket", "market_value"];
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Market/figures.yaml"));

    public IReadOnlyList<MarketFigure> Read()
    {
        var others = facts.OtherFacts.Select(o => o.Source).ToHashSet(StringComparer.Ordinal);
        return [.. book.All.Where(f => f.Source.Contains('#', StringComparison.Ordinal) || others.Contains(f.Source))
            .SelectMany(FactBook.SentencesOf).Where(s => !Instructions.Speaks(s.Quote)).SelectMany(OfSentence)];
    }

    public static bool Speaks(string topic, string language, string text) => Cues.Value.Mentions(topic, language, text);

    private IEnumerable<MarketFigure> OfSentence(Evidence sentence)
    {
        var language = book.LanguageOf(sentence);
        foreach (var kind in MoneyKinds.Where(k => Speaks(k, language, sentence.Quote)))
        {
            if (kind == "market_value" && Speaks("own", language, sentence.Quote))
                continue;
            foreach (var (amount, value) in MoneyReader.Read(sentence.Quote, language))
            {
                if (kind != "annual_value" || Times(language, sentence.Quote) is not null)
                    yield return Make(kind, value, kind == "annual_value" ? Times(language, sentence.Quote)!.Value : 1, amount.Currency, sentence);
            }
        }
        foreach (var value in Numbers.Read(sentence.Quote, language).Where(n => !IsMoney(n)))
        {
            if (Kind(value, sentence.Quote, language) is { } kind)
                yield return Make(kind, value, kind == "frequency" ? Times(language, sentence.Quote) ?? 1 : 1, null, sentence);
        }
    }

    private string? Kind(Quantity value, string text, string language)
    {
        if (value.Unit == "%")
        {
            if (Speaks("won_share", language, text))
                return Speaks("own", language, text) || text.Contains(facts.Company.Name, StringComparison.OrdinalIgnoreCase) ? "won_share" : null;
            return Speaks("served_share", language, text) ? "served_share" : null;
        }
        if (Speaks("frequency", language, text) && Times(language, text) is not null && value.Low < 1000)
            return "frequency";
        return Speaks("population", language, text) && !Speaks("own", language, text) && value.Low >= 10 && IsAboutMarket(text, language) ? "count" : null;
    }

    /// <summary>Whether a sentence shares a word with the segments, the industry or the places.</summary>
    private bool IsAboutMarket(string text, string language)
    {
        var words = facts.Segments.Select(s => s.Evidence.Quote).Concat(facts.Scope.Places).Append(facts.Company.Industry?.Statement ?? "");
        return Words.Stems(string.Join(" · ", words), language).Overlaps(Words.Stems(text, language));
    }

    private static decimal? Times(string language, string text) =>
        Periods.Where(p => Speaks(p.Topic, language, text)).Select(p => (decimal?)p.Times).FirstOrDefault();

    private static bool IsMoney(Quantity value) => value.Unit is { Length: 3 } unit && unit.All(char.IsAsciiLetterUpper);

    private static MarketFigure Make(string kind, Quantity value, decimal times, string? currency, Evidence sentence)
    {
        var scale = value.Unit == "%" ? times / 100 : times;
        return new(kind, value, (value.Low ?? 0) * scale, value.High * scale, currency, Year(value, sentence), sentence);
    }

    private static int? Year(Quantity value, Evidence sentence)
    {
        var text = value.AsOf ?? Dates.YearIn(sentence.Quote) ?? sentence.Date;
        return text is { Length: >= 4 } && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
    }
}
