using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>What a domain is found for: <c>domain_organic</c>, 10 units a line. Without a limit it would send, and charge, 10,000 lines.</summary>
internal sealed class SemrushRankings() : Source<RankingQuestion, RankedKeyword>(SemrushVendor.Id, SourceKinds.Keywords)
{
    private const int UnitsPerLine = 10;

    protected override long MostMicros(RankingQuestion question, Tariff tariff) => SemrushVendor.Micros(tariff, UnitsPerLine * question.Limit);

    protected override async Task<SourceReply<RankedKeyword>> AskAsync(RankingQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var table = await SemrushVendor.GetAsync(call, "",
        [
            ("type", "domain_organic"), ("domain", question.Domain), ("database", SemrushVendor.DatabaseOf(question.Country)), ("display_sort", "tr_desc"),
            ("export_columns", "Ph,Po,Nq,Cp,Ur"), ("display_limit", FormattableString.Invariant($"{question.Limit}")),
        ], cancellationToken);
        return new([.. table.Rows.Where(row => row.Text("Ph") is not null).Select(row => Read(row, question))], "domain_organic", SemrushVendor.Micros(call.Tariff, UnitsPerLine * table.Rows.Count));
    }

    private static RankedKeyword Read(SemrushRow row, RankingQuestion question) => new()
    {
        Source = SemrushVendor.Id,
        Domain = question.Domain,
        Keyword = row.Text("Ph")!,
        Country = question.Country,
        Position = row.Count("Po") is { } position and >= 1 and <= int.MaxValue ? (int)position : null,
        MonthlySearches = row.Count("Nq"),
        CostPerClickUsd = row.Number("Cp"),
        Address = row.Text("Ur"),
    };
}
