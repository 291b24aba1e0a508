using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>What directions are told from: dated documents and articles, and search interest given, exported or looked up.</summary>
internal sealed record TrendEvidence(IReadOnlyList<DatedText> Texts, IReadOnlyList<InterestSeries> Series, IReadOnlyList<InterestExport> Exports)
{
    /// <exception cref="RaptorFlow.Agents.AgentInputException">A series given is out of range or order.</exception>
    /// <param name="input">The input.</param>
    /// <param name="gathered">What sources answered.</param>
    public static TrendEvidence Of(TrendsInput input, IReadOnlyList<SourceItem> gathered)
    {
        var book = new FactBook(input, input.Fundamentals.Company.BriefLanguage);
        var given = GivenInterest.Read(input.SearchInterest ?? []);
        var exports = InterestExport.Read(input.Documents);
        return new(
            [.. DatedText.From(book).Concat(GatheredTrends.Texts(gathered, input.Fundamentals.Company.BriefLanguage)).OrderBy(t => t.Day)],
            [.. given.Concat(exports.SelectMany(e => e.Series)).Concat(GatheredTrends.Series(gathered)).Where(s => !Instructions.Speaks(s.Topic))],
            exports);
    }
}
