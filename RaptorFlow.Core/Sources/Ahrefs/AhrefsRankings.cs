using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Ahrefs;

/// <summary>What a domain and its subdomains are found for: <c>site-explorer/organic-keywords</c>.</summary>
internal sealed class AhrefsRankings() : Source<RankingQuestion, RankedKeyword>(AhrefsVendor.Id, SourceKinds.Keywords)
{
    private const string Fields = "keyword,best_position,best_position_url,volume,cpc,sum_traffic";

    // Volume and traffic at 10, the others at 1.
    private const int UnitsPerRow = 24;

    protected override long MostMicros(RankingQuestion question, Tariff tariff) => tariff.Micros("unit", AhrefsVendor.UnitsOf(question.Limit, UnitsPerRow));

    protected override async Task<SourceReply<RankedKeyword>> AskAsync(RankingQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var answer = await AhrefsVendor.GetAsync<IReadOnlyList<RankedKeyword>>(call, "site-explorer/organic-keywords",
        [
            ("select", Fields), ("target", question.Domain), ("mode", "subdomains"), ("country", question.Country.ToLowerInvariant()), ("date", AhrefsVendor.Yesterday(call)),
            ("order_by", "sum_traffic:desc"), ("limit", FormattableString.Invariant($"{question.Limit}")),
        ], rows => AhrefsVendor.UnitsOf(rows.Count, UnitsPerRow), json => [.. json.Items("keywords").Where(row => row.Text("keyword") is { Length: > 0 }).Select(row => Read(row, question))], cancellationToken);
        return new(answer.Value, "site-explorer/organic-keywords", answer.CostMicros) { Estimated = answer.Estimated };
    }

    private static RankedKeyword Read(JsonElement row, RankingQuestion question) => new()
    {
        Source = AhrefsVendor.Id,
        Domain = question.Domain,
        Keyword = row.Text("keyword")!,
        Country = question.Country,
        Position = row.Count("best_position") is { } position and >= 1 and <= int.MaxValue ? (int)position : null,
        MonthlySearches = row.Count("volume"),
        CostPerClickUsd = row.Cents("cpc"),
        Address = row.Text("best_position_url"),
    };
}
