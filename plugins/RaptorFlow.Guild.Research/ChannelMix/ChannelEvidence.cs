using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.ChannelMix;

/// <summary>What brief and documents say about channels: who is met there, what was done there, what it brought.</summary>
internal sealed class ChannelEvidence
{
    private static readonly string[] NotAboutResults = ["budget", "goal", "constraints", "website", "repository", "name", "legal_name"];
    private static readonly Lazy<CueLexicon> Results = new(() => CueLexicon.Load("ChannelMix/results.yaml"));

    private readonly FactBook _facts;
    private readonly List<(Evidence Sentence, IReadOnlyList<string> Ids)> _mentions;

    public ChannelEvidence(ICompanyInput input, Fundamentals fundamentals)
    {
        _facts = new FactBook(input, fundamentals.Company.BriefLanguage);
        var constrained = fundamentals.Constraints.Select(c => c.Evidence.Quote).ToHashSet(StringComparer.Ordinal);
        _mentions = [.. _facts.All
            .Where(f => !NotAboutResults.Contains(f.Source.Split('.', '[')[0], StringComparer.Ordinal))
            .SelectMany(FactBook.SentencesOf)
            .Where(s => !constrained.Any(c => s.Quote.Contains(c, StringComparison.Ordinal)))
            .Select(s => (s, ChannelNames.InText(s.Quote, _facts.LanguageOf(s))))
            .Where(m => m.Item2.Count > 0)];
    }

    /// <summary>Channels the brief or documents speak of outside budget, goal and constraints.</summary>
    public IEnumerable<string> Mentioned => _mentions.SelectMany(m => m.Ids).Distinct(StringComparer.Ordinal);

    public IEnumerable<Evidence> Mentions(IReadOnlyList<string> ids) =>
        _mentions.Where(m => m.Ids.Intersect(ids, StringComparer.Ordinal).Any()).Select(m => m.Sentence);

    /// <summary>Mentions with a number of clicks, orders, visits or the like: what the channel brought, or a benchmark.</summary>
    public IEnumerable<Evidence> Outcomes(IReadOnlyList<string> ids) => Mentions(ids).Where(m =>
        Numbers.Read(m.Quote, _facts.LanguageOf(m)).Any(n => n.Low is not >= 1990 or > 2100 || n.Unit is not null)
        && Results.Value.Mentions("result", _facts.LanguageOf(m), m.Quote));

    public IEnumerable<string> ChannelsIn(Finding finding) =>
        finding.Evidence.SelectMany(e => ChannelNames.InText(e.Quote, _facts.LanguageOf(e)));
}
