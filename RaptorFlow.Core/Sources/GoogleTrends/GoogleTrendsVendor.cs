using System.Reflection;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.GoogleTrends;

/// <summary>
/// What is trending on Google, from the feed of its Trends page. The feed is public and undocumented: it may change, and who asks too often is sent a
/// page for people. Named topics cannot be asked for; the API for those is an alpha that is closed.
/// </summary>
internal sealed class GoogleTrendsVendor : Vendor
{
    public const string Id = "googletrends";

    private static readonly string Agent = $"RaptorFlow/{typeof(GoogleTrendsVendor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "1"}";

    public override string Name => Id;

    public override string Title => "Google Trends";

    public override Uri BaseAddress { get; } = new("https://trends.google.com/");

    public override VendorLimits Limits { get; } = new(1, 20, null);

    public override async Task<string> TestAsync(SourceCall call, CancellationToken cancellationToken) =>
        FormattableString.Invariant($"It needs no key; {(await GetAsync(call, "US", cancellationToken)).Count} topics are trending in US.");

    /// <exception cref="SourceException">It sent something else than the feed.</exception>
    public static async Task<IReadOnlyList<Trend>> GetAsync(SourceCall call, string country, CancellationToken cancellationToken)
    {
        var answer = await call.GetAsync(call.Address("trending/rss", ("geo", country)), [("User-Agent", Agent), ("Accept", "application/rss+xml, application/xml;q=0.9")], cancellationToken);
        var status = (int)answer.Status;
        if (status is >= 300 and < 400 || answer.ContentHeaders.ContentType?.MediaType == "text/html")
            throw new SourceException(SourceStatus.Unavailable, FormattableString.Invariant($"It sends a page for people in the place of its feed ({status}): it does not want to be asked from here at the moment."));
        if (!answer.Succeeded)
            throw SourceException.From(answer.Status);
        return GoogleTrendsFeed.Read(answer.Body, country);
    }
}
