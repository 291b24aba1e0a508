using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Finds figures of the market and of the company's place in it: strictly, since a number taken for what it is not would be an invention.</summary>
internal sealed class FigureReader
{
    private readonly IReadOnlyList<FigureSentence> _sentences;
    private readonly CountFigures _counts;
    private readonly MoneyFigures _money;
    private readonly ShareFigures _shares;

    public FigureReader(FactBook book, Fundamentals facts, IReadOnlyList<CompanyDocument> documents)
    {
        var subjects = new SubjectReader(facts);
        var scope = new MarketScopeWords(facts);
        _sentences = [.. new SentenceWalk(book, facts, documents, subjects).All()];
        _counts = new(subjects, scope);
        _money = new(subjects, scope);
        _shares = new(subjects, scope);
    }

    public IReadOnlyList<MarketFigure> Read()
    {
        var figures = new List<MarketFigure>();
        foreach (var sentence in _sentences.Where(s => !s.Subject("plan")))
        {
            var quantities = PlacedQuantity.In(sentence);
            figures.AddRange(_counts.Of(sentence, [.. quantities.Where(q => q is { IsMoney: false, IsPercent: false })]));
            figures.AddRange(_money.Of(sentence, [.. quantities.Where(q => q.IsMoney)]));
            figures.AddRange(_shares.Of(sentence, [.. quantities.Where(q => q.IsPercent)], figures));
        }
        return figures;
    }

    public static MarketFigure Make(string kind, Quantity value, decimal times, string? currency, FigureSentence sentence)
    {
        var scale = value.Unit == "%" ? times / 100 : times;
        return new(kind, value, (value.Low ?? 0) * scale, value.High * scale, currency, Year(value, sentence), sentence.Quote);
    }

    // "320 Betriebe seit 1972": the year a number is of is not the one from which it counts.
    private static int? Year(Quantity value, FigureSentence sentence)
    {
        var text = new[] { value.AsOf, Dates.YearIn(sentence.Text) }.FirstOrDefault(y => y is not null && !IsSince(y, sentence)) ?? sentence.Quote.Date;
        return text is { Length: >= 4 } && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
    }

    private static bool IsSince(string year, FigureSentence sentence) =>
        MarketCues.FigurePhrases("since", sentence.Language).Any(p => new Phrase($"{p.Text} {year[..Math.Min(4, year.Length)]}").In(sentence.Normalised))
        && !sentence.Figure("growth");
}
