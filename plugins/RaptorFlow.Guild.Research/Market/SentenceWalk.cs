using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Lists the sentences in which figures are looked for, in order, each knowing whom what stands before it speaks of.</summary>
internal sealed class SentenceWalk(FactBook book, Fundamentals facts, IReadOnlyList<CompanyDocument> documents, SubjectReader subjects)
{
    // A goal, a rule or a rival's note tells nothing of what is; names and addresses count nothing.
    private static readonly string[] Told = ["size", "products", "revenue_model", "differentiators", "target_customers", "industry", "type"];

    public IEnumerable<FigureSentence> All()
    {
        var others = facts.OtherFacts.Select(o => o.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var fact in book.Brief.Where(f => Told.Contains(Root(f.Source)) || others.Contains(f.Source)))
        {
            var inherited = Root(fact.Source) is "size" or "differentiators" or "revenue_model" or "products" ? FigureSubject.Own : FigureSubject.Unknown;
            foreach (var sentence in Passage(fact, Label(fact.Source), inherited))
                yield return sentence;
        }
        foreach (var document in book.Passages.GroupBy(p => p.Origin(), StringComparer.Ordinal))
        {
            var about = Titled(document.Key, book.LanguageOf(document.First()));
            foreach (var passage in document)
            {
                if (passage.Quote.StartsWith('#'))
                    about = subjects.EndOf(new(passage, book.LanguageOf(passage), "", null, FigureSubject.Unknown));
                foreach (var sentence in Passage(passage, "", about))
                    yield return sentence;
            }
        }
    }

    private IEnumerable<FigureSentence> Passage(Evidence passage, string label, FigureSubject inherited)
    {
        FigureSentence? before = null;
        foreach (var quote in FactBook.SentencesOf(passage).Where(s => !Instructions.Speaks(s.Quote)))
        {
            var sentence = new FigureSentence(quote, book.LanguageOf(passage), label, before, before is null ? inherited : subjects.EndOf(before));
            yield return sentence;
            before = sentence;
        }
    }

    private FigureSubject Titled(string origin, string language)
    {
        var start = origin.IndexOf('[', StringComparison.Ordinal) + 1;
        if (!int.TryParse(origin.AsSpan(start, Math.Max(0, origin.Length - start - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= documents.Count)
            return FigureSubject.Unknown;
        var title = documents[index].Title;
        return MarketCues.Subject("own_title", language, title)
            ? FigureSubject.Own
            : subjects.EndOf(new(new(origin, title), language, "", null, FigureSubject.Unknown));
    }

    private static string Root(string source) => source[..(source.IndexOfAny(['.', '[']) is >= 0 and var end ? end : source.Length)];

    private static string Label(string source) => source.Replace('_', ' ').Replace('.', ' ');
}
