using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>What directions are told from: dated documents, and search interest given or exported.</summary>
internal sealed record TrendEvidence(IReadOnlyList<DatedText> Texts, IReadOnlyList<InterestSeries> Series, IReadOnlyList<InterestExport> Exports)
{
    /// <exception cref="RaptorFlow.Agents.AgentInputException">A series given is out of range or order.</exception>
    public static TrendEvidence Of(TrendsInput input)
    {
        var book = new FactBook(input, input.Fundamentals.Company.BriefLanguage);
        var given = GivenInterest.Read(input.SearchInterest ?? []);
        var exports = InterestExport.Read(input.Documents);
        return new(
            [.. DatedText.From(book).OrderBy(t => t.Day)],
            [.. given.Concat(exports.SelectMany(e => e.Series)).Where(s => !Instructions.Speaks(s.Topic))],
            exports);
    }
}
