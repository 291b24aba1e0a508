using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Ahrefs;

/// <summary>Figures of keywords: <c>keywords-explorer/overview</c>.</summary>
internal sealed class AhrefsKeywords() : Source<KeywordQuestion, KeywordFigures>(AhrefsVendor.Id, SourceKinds.Keywords)
{
    private const string Fields = "keyword,volume,difficulty,cpc,intents";

    // Volume, difficulty and intents at 10, the others at 1.
    private const int UnitsPerRow = 32;

    private static readonly string[] Intents = ["informational", "commercial", "transactional", "navigational"];

    protected override long MostMicros(KeywordQuestion question, Tariff tariff) => tariff.Micros("unit", AhrefsVendor.UnitsOf(question.Keywords.Count, UnitsPerRow));

    protected override async Task<SourceReply<KeywordFigures>> AskAsync(KeywordQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var answer = await AhrefsVendor.GetAsync<IReadOnlyList<KeywordFigures>>(call, "keywords-explorer/overview",
        [
            ("select", Fields), ("country", question.Country.ToLowerInvariant()), ("keywords", string.Join(',', question.Keywords.Select(keyword => keyword.Replace(',', ' ')))),
            ("limit", FormattableString.Invariant($"{question.Keywords.Count}")),
        ], rows => AhrefsVendor.UnitsOf(rows.Count, UnitsPerRow), json => [.. json.Items("keywords").Where(row => row.Text("keyword") is { Length: > 0 }).Select(row => Read(row, question))], cancellationToken);
        return new(answer.Value, "keywords-explorer/overview", answer.CostMicros) { Estimated = answer.Estimated };
    }

    private static KeywordFigures Read(JsonElement row, KeywordQuestion question) => new()
    {
        Source = AhrefsVendor.Id,
        Keyword = SourceText.AsAsked(question.Keywords, row.Text("keyword")!),
        Country = question.Country,
        MonthlySearches = row.Count("volume"),
        Difficulty = row.Number("difficulty"),
        CostPerClickUsd = row.Cents("cpc"),
        Intents = [.. Intents.Where(intent => row.Field("intents")?.Field(intent) is { ValueKind: JsonValueKind.True })],
    };
}
