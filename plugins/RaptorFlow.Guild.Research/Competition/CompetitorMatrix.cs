using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>Feature, price and claim side by side; what nobody told stays <c>unknown</c>.</summary>
internal static class CompetitorMatrix
{
    public const string Unknown = "unknown";

    public static IReadOnlyList<MatrixRow> Of(Fundamentals facts, IReadOnlyList<RivalText> rivals, ILookup<string, (ProductFact Product, Evidence By, string Shared)> meets, FactBook book)
    {
        var rows = facts.Products.Select(p => new MatrixRow(p.Name, p.Evidence.Quote, Cells(rivals, r => meets[r.Fact.Id].Where(m => m.Product.Id == p.Id).Select(m => m.By.Quote).FirstOrDefault())));
        return
        [
            .. rows,
            new("price", OurPrice(facts, book), Cells(rivals, r => Telling(r, "price", book))),
            new("claim", facts.Differentiators.Count > 0 ? facts.Differentiators[0].Text : Unknown, Cells(rivals, r => r.Told.Select(t => t.Quote).FirstOrDefault())),
        ];
    }

    public static string? Telling(RivalText rival, string topic, FactBook book) =>
        rival.Told.FirstOrDefault(t => ProductMeeting.Tells(topic, book.LanguageOf(t), t.Quote))?.Quote;

    private static Dictionary<string, string> Cells(IReadOnlyList<RivalText> rivals, Func<RivalText, string?> cell) =>
        rivals.ToDictionary(r => r.Fact.Id, r => cell(r) ?? Unknown, StringComparer.Ordinal);

    /// <summary>Our side of the price, in the brief's words: a differentiator or the revenue model that speaks of it.</summary>
    private static string OurPrice(Fundamentals facts, FactBook book) =>
        book.Under("revenue_model").Concat(facts.Differentiators.Select(d => d.Evidence)).Concat(book.Under("products"))
            .SelectMany(FactBook.SentencesOf).FirstOrDefault(e => ProductMeeting.Tells("price", book.LanguageOf(e), e.Quote))?.Quote ?? Unknown;
}
