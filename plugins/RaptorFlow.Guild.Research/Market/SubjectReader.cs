using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Tells whom a figure is about: the word before it that names us, a rival or the market; else one after it in its clause; else what was spoken of before.</summary>
internal sealed class SubjectReader
{
    private readonly List<Phrase> _rivals;
    private readonly Phrase _company;

    public SubjectReader(Fundamentals facts)
    {
        _rivals = [.. facts.Competitors.Where(c => c.Name.Length > 2).Select(c => new Phrase(c.Name))];
        _company = new Phrase(facts.Company.Name);
    }

    public FigureSubject At(FigureSentence sentence, PlacedQuantity quantity)
    {
        var marks = Marks(sentence);
        if (marks.FindLast(m => m.Start < quantity.Position) is { End: > 0 } before)
            return before.Subject;
        return marks.Find(m => m.Start < quantity.ClauseEnd) is { End: > 0 } after ? after.Subject : sentence.Inherited;
    }

    /// <summary>Whether the sentence itself, not only what stands before it, speaks of the company.</summary>
    public bool NamesUs(FigureSentence sentence) => Marks(sentence).Exists(m => m.Subject == FigureSubject.Own);

    /// <summary>Whom the sentence after this one goes on about, unless it says otherwise.</summary>
    public FigureSubject EndOf(FigureSentence sentence) => Marks(sentence) is [.., var last] ? last.Subject : sentence.Inherited;

    private List<Mark> Marks(FigureSentence sentence)
    {
        var found = MarketCues.SubjectPhrases("own", sentence.Language).Append(_company).SelectMany(p => Of(p, FigureSubject.Own))
            .Concat(MarketCues.SubjectPhrases("rival", sentence.Language).Concat(_rivals).SelectMany(p => Of(p, FigureSubject.Rival)))
            .Concat(MarketCues.SubjectPhrases("market", sentence.Language).SelectMany(p => Of(p, FigureSubject.Market)))
            .ToList();
        // "our market" is the market's, not ours: the longer phrase is meant.
        return [.. found.Where(m => !found.Exists(o => o.Start <= m.Start && m.End <= o.End && o.End - o.Start > m.End - m.Start)).OrderBy(m => m.Start)];

        IEnumerable<Mark> Of(Phrase phrase, FigureSubject subject) => phrase.All(sentence.Normalised).Select(p => new Mark(p.Start, p.End, subject));
    }

    private readonly record struct Mark(int Start, int End, FigureSubject Subject);
}
