using System.Globalization;
using System.Text.Json;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.Similarweb;

/// <summary>Visits of a site by month over half a year (<c>traffic-and-engagement</c>), and where those of the last came from (<c>traffic-channels</c>).</summary>
internal sealed class SimilarwebDomains() : Source<DomainQuestion, DomainFigures>(SimilarwebVendor.Id, SourceKinds.Domains)
{
    private const int Months = 6;

    // Ten for a month of channels; what one of visits costs is not published, and reckoned as one.
    private const int VisitsCreditsPerMonth = 1;
    private const int ChannelsCredits = 10;

    // A month is counted until about the tenth of the next.
    private const int DaysUntilCounted = 12;

    private static readonly Dictionary<string, string> Channels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Direct"] = "direct",
        ["Organic Search"] = "search",
        ["Paid Search"] = "search",
        ["Organic Social"] = "social",
        ["Paid Social"] = "social",
        ["Referrals"] = "referrals",
        ["Affiliates"] = "referrals",
        ["Mail"] = "mail",
        ["Email"] = "mail",
        ["Display Ads"] = "display_ads",
        ["Gen AI"] = "assistants",
    };

    protected override long MostMicros(DomainQuestion question, Tariff tariff) => tariff.Micros("credit", (VisitsCreditsPerMonth * Months) + ChannelsCredits);

    protected override async Task<SourceReply<DomainFigures>> AskAsync(DomainQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        var counted = call.Time.GetUtcNow().AddDays(-DaysUntilCounted).AddMonths(-1);
        var last = new DateOnly(counted.Year, counted.Month, 1);
        var parts = new SourceParts();
        var months = await parts.AskAsync<IReadOnlyList<JsonElement>>("visits", async () =>
        {
            var rows = await SimilarwebVendor.GetAsync(call, "traffic-and-engagement", [("metrics", "visits"), .. Of(question, last.AddMonths(1 - Months), last)], cancellationToken);
            return new(rows, call.Tariff.Micros("credit", VisitsCreditsPerMonth * rows.Count), Estimated: true);
        });
        var channels = months is not { Count: > 0 } ? null : await parts.AskAsync<IReadOnlyList<JsonElement>>("channels", async () =>
        {
            var rows = await SimilarwebVendor.GetAsync(call, "traffic-channels", Of(question, last, last), cancellationToken);
            return new(rows, rows.Count == 0 ? 0 : call.Tariff.Micros("credit", ChannelsCredits), Estimated: true);
        });
        List<MonthlyValue> visits = [.. (months ?? []).Select(Visits).OfType<MonthlyValue>().OrderBy(value => value.Month)];
        DomainFigures figures = new() { Source = SimilarwebVendor.Id, Domain = question.Domain, Country = question.Country, Visits = visits, Channels = Shares(channels ?? []) };
        return parts.Reply<DomainFigures>(visits.Count == 0 ? [] : [figures], "traffic-and-engagement");
    }

    private static IEnumerable<(string, string?)> Of(DomainQuestion question, DateOnly first, DateOnly last) =>
    [
        ("domain", question.Domain.ToLowerInvariant()), ("country", question.Country?.ToLowerInvariant() ?? "ww"), ("granularity", "monthly"), ("web_source", "total"),
        ("start_date", Month(first)), ("end_date", Month(last)), ("main_domain_only", "false"),
    ];

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static MonthlyValue? Visits(JsonElement row) => row.Time("date") is { } month && row.Number("visits") is >= 0 and var visits ? new(new(month.Year, month.Month, 1), visits) : null;

    // What it does not tell the kind of is no part of the whole.
    private static Dictionary<string, double> Shares(IReadOnlyList<JsonElement> rows)
    {
        var visits = rows.Where(row => row.Number("visits") > 0 && Channels.ContainsKey(row.Text("source_type") ?? "")).ToLookup(row => Channels[row.Text("source_type")!], row => row.Number("visits")!.Value);
        var all = visits.Sum(channel => channel.Sum());
        return visits.ToDictionary(channel => channel.Key, channel => Math.Round(channel.Sum() / all, 4), StringComparer.Ordinal);
    }
}
