using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>Decides of one candidate after the other what becomes of it, by what memory holds and by those already admitted.</summary>
internal sealed class Admission(string language, DateOnly today)
{
    private static readonly string[] Asserting = ["fact", "figure", "preference"];
    private readonly List<KnownLine> _admitted = [];
    private readonly Dictionary<(string Text, string Language, string? Date), Said> _said = [];

    public KnowledgeCheck Judge(KnowledgeCandidate candidate, IReadOnlyList<KnownLine> known)
    {
        var quality = SourceQuality.Of(candidate, today);
        var spoken = Languages.Detect(candidate.Statement, language);
        if (Refusals.Of(candidate, quality, spoken) is { } refusal)
            return new(candidate, KnowledgeVerdict.Refused, quality, Sentence(refusal));
        var check = Held(candidate, quality, spoken, _admitted) is { Verdict: KnowledgeVerdict.Duplicate or KnowledgeVerdict.Contradicts } within ? within : Held(candidate, quality, spoken, known);
        check ??= new(candidate, KnowledgeVerdict.Admitted, quality, "Nothing that is known says so already, or otherwise.");
        if (check.Verdict is KnowledgeVerdict.Admitted or KnowledgeVerdict.Updates)
            _admitted.Add(new(null, candidate.Evidence[0].Source, Bare(candidate), candidate.Date) { Label = candidate.Label });
        return check;
    }

    // What says the same goes before what says otherwise: an old figure stays in memory beside the new one.
    private KnowledgeCheck? Held(KnowledgeCandidate candidate, KnowledgeQuality quality, string spoken, IReadOnlyList<KnownLine> known)
    {
        var fresh = Take(Bare(candidate), spoken, candidate.Date);
        var asserts = Asserting.Contains(candidate.Kind);
        (KnownLine Line, Said Said, Comparison Comparison)? same = null, other = null;
        // Two fields of a company may have the same words: where it sits, and where it serves.
        foreach (var line in known.Where(l => candidate.Label is null || l.Label is null || l.Label == candidate.Label))
        {
            var said = Take(line.Text, spoken, line.Date);
            var comparison = Comparison.Of(fresh, said, asserts);
            if (comparison.Relation == Relation.Same && (same is null || comparison.Similarity > same.Value.Comparison.Similarity))
                same = (line, said, comparison);
            else if (comparison.Relation == Relation.Conflicting && (other is null || Dated.Compare(said.Date, other.Value.Said.Date) > 0 || comparison.Similarity > other.Value.Comparison.Similarity))
                other = (line, said, comparison);
        }
        if (same is { } s)
            return new(candidate, KnowledgeVerdict.Duplicate, quality, s.Line.DocumentId is null ? "The run says so already." : "It is known.") { Known = Passage(s.Line, s.Said, s.Comparison) };
        if (other is not { } o)
            return null;
        var (verdict, why) = Dated.Compare(fresh.Date, o.Said.Date) switch
        {
            > 0 => (KnowledgeVerdict.Updates, $"{o.Comparison.Why}, and it is the later one ({fresh.Date}, known: {o.Said.Date})"),
            < 0 => (KnowledgeVerdict.Refused, $"{o.Comparison.Why}, and what is known is the later one ({o.Said.Date}, this: {fresh.Date})"),
            _ => (KnowledgeVerdict.Contradicts, $"{o.Comparison.Why}, and no date tells which holds"),
        };
        return new(candidate, verdict, quality, Sentence(why)) { Known = Passage(o.Line, o.Said, o.Comparison) };
    }

    // "founded: 1998, by six nurses" says what its source says.
    private static string Bare(KnowledgeCandidate candidate) =>
        candidate.Evidence.Count == 1 && candidate.Statement.EndsWith(": " + candidate.Evidence[0].Quote, StringComparison.Ordinal) ? candidate.Evidence[0].Quote : candidate.Statement;

    private Said Take(string text, string spoken, string? date) =>
        _said.TryGetValue((text, spoken, date), out var said) ? said : _said[(text, spoken, date)] = Said.Of(text, spoken, date);

    private static KnownPassage Passage(KnownLine line, Said said, Comparison comparison) => new(line.Title, line.Text, comparison.Similarity) { DocumentId = line.DocumentId, Date = said.Date };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
