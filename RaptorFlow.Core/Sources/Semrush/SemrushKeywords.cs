using System.Globalization;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>Figures of up to 100 keywords in one request: <c>phrase_these</c>, 10 units for each that it knows.</summary>
internal sealed class SemrushKeywords() : Source<KeywordQuestion, KeywordFigures>(SemrushVendor.Id, SourceKinds.Keywords)
{
    internal const int UnitsPerKeyword = 10;

    private const int MostNamed = 5;

    private static readonly string[] Intents = ["commercial", "informational", "navigational", "transactional"];

    protected override long MostMicros(KeywordQuestion question, Tariff tariff) => SemrushVendor.Micros(tariff, UnitsPerKeyword * question.Keywords.Count);

    protected override async Task<SourceReply<KeywordFigures>> AskAsync(KeywordQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var table = await AskAsync(call, question.Keywords, question.Country, "Ph,Nq,Cp,Co,Kd,In", cancellationToken);
        List<KeywordFigures> figures = [.. table.Rows.Where(row => row.Text("Ph") is not null).Select(row => Read(row, question))];
        return new(figures, "phrase_these", SemrushVendor.Micros(call.Tariff, UnitsPerKeyword * table.Rows.Count)) { Partial = Missing(question.Keywords, figures.Select(f => f.Keyword)) };
    }

    internal static Task<SemrushTable> AskAsync(SourceCall call, IReadOnlyList<string> keywords, string country, string columns, CancellationToken cancellationToken) => SemrushVendor.GetAsync(call, "",
    [
        ("type", "phrase_these"), ("phrase", string.Join(';', keywords.Select(keyword => keyword.Replace(';', ' ')))), ("database", SemrushVendor.DatabaseOf(country)),
        ("export_columns", columns), ("display_limit", FormattableString.Invariant($"{keywords.Count}")),
    ], cancellationToken);

    /// <summary>Which were asked for and are not in the vendor's database; null when all are, or none.</summary>
    internal static string? Missing(IReadOnlyList<string> asked, IEnumerable<string> answered)
    {
        var known = answered.ToHashSet(StringComparer.Ordinal);
        var missing = asked.Where(keyword => !known.Contains(keyword)).ToList();
        if (missing.Count == 0 || known.Count == 0)
            return null;
        var named = string.Join(", ", missing.Take(MostNamed)) + (missing.Count > MostNamed ? ", …" : ".");
        return string.Create(CultureInfo.InvariantCulture, $"{missing.Count} of {asked.Count} are not in its database: {named}");
    }

    private static KeywordFigures Read(SemrushRow row, KeywordQuestion question) => new()
    {
        Source = SemrushVendor.Id,
        Keyword = SourceText.AsAsked(question.Keywords, row.Text("Ph")!),
        Country = question.Country,
        MonthlySearches = row.Count("Nq"),
        Difficulty = (double?)row.Number("Kd"),
        CostPerClickUsd = row.Number("Cp"),
        Competition = (double?)row.Number("Co"),
        Intents = [.. (row.Text("In") ?? "").Split(',', StringSplitOptions.TrimEntries).Select(Intent).OfType<string>()],
    };

    private static string? Intent(string code) => int.TryParse(code, out var number) && number >= 0 && number < Intents.Length ? Intents[number] : null;
}
