using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>A competitor with everything the evidence says of it.</summary>
internal sealed record RivalText(CompetitorFact Fact, IReadOnlyList<Evidence> Told, IReadOnlyList<Evidence> Named)
{
    /// <summary>Note and sentences that speak of it; mentions that only name it stand apart.</summary>
    public static RivalText Of(CompetitorFact fact, FactBook book)
    {
        var sentences = book.Passages.SelectMany(FactBook.SentencesOf)
            .Where(s => !Instructions.Speaks(s.Quote) && Words.ContainsWord(s.Quote, fact.Name)).ToList();
        var more = fact.Evidence.Source.LastIndexOf('.') is var dot and > 0
            ? book.Under(fact.Evidence.Source[..dot]).Where(f => f.Source != fact.Evidence.Source && f.Source != fact.Note?.Source)
            : [];
        var told = (fact.Note is null ? [] : new[] { fact.Note }).Concat(more).Concat(sentences).DistinctBy(e => (e.Source, e.Quote));
        var named = fact.Mentions.Where(m => sentences.TrueForAll(s => s.Source != m.Source) && m.Source != fact.Note?.Source);
        return new(fact, [.. told], [.. named]);
    }

    public IEnumerable<Evidence> All => Told.Concat(Named);
}
