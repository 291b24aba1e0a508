using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Sources;
using Trend = RaptorFlow.Sources.Trend;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>Interest in named topics by month, over the last twelve: the column <c>Td</c> of <c>phrase_these</c>.</summary>
internal sealed class SemrushTrends() : Source<TrendQuestion, Trend>(SemrushVendor.Id, SourceKinds.Trends)
{
    protected override bool Covers(TrendQuestion question) => question.Topics.Count > 0;

    protected override long MostMicros(TrendQuestion question, Tariff tariff) => SemrushVendor.Micros(tariff, SemrushKeywords.UnitsPerKeyword * question.Topics.Count);

    protected override async Task<SourceReply<Trend>> AskAsync(TrendQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var table = await SemrushKeywords.AskAsync(call, question.Topics, question.Country, "Ph,Td", cancellationToken);
        var today = call.Time.GetUtcNow();
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        List<Trend> trends = [.. table.Rows.Where(row => row.Text("Ph") is not null).Select(row => new Trend
        {
            Source = SemrushVendor.Id,
            Topic = SourceText.AsAsked(question.Topics, row.Text("Ph")!),
            Country = question.Country,
            Points = Points(row.Text("Td"), month),
        })];
        return new(trends, "phrase_these", SemrushVendor.Micros(call.Tariff, SemrushKeywords.UnitsPerKeyword * table.Rows.Count)) { Partial = SemrushKeywords.Missing(question.Topics, trends.Select(t => t.Topic)) };
    }

    // Parts of the busiest month, oldest first; the last is the month before this one.
    private static IReadOnlyList<SearchInterestPoint> Points(string? trend, DateOnly last)
    {
        List<double> values = [];
        foreach (var value in (trend ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // A gap would move the months before it.
            if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || read is not (>= 0 and <= double.MaxValue))
                return [];
            values.Add(read);
        }
        var most = values.DefaultIfEmpty().Max();
        return most <= 0 ? [] : [.. values.Select((value, i) => new SearchInterestPoint(last.AddMonths(i + 1 - values.Count), Math.Round(100 * value / most, 1)))];
    }
}
