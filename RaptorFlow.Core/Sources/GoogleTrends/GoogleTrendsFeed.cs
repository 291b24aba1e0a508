using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.GoogleTrends;

/// <summary>Reads the feed: RSS 2.0 with the page's own names beside it. How often something is searched for is said in steps: <c>200+</c>, <c>20K+</c>, <c>2M+</c>.</summary>
internal static partial class GoogleTrendsFeed
{
    private const long MostCharacters = 5_000_000;

    private static readonly XNamespace Own = "https://trends.google.com/trending/rss";

    /// <exception cref="SourceException">It is no such feed.</exception>
    public static IReadOnlyList<Trend> Read(byte[] body, string country)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
            var channel = XDocument.Load(reader).Root is { Name.LocalName: "rss" } root ? root.Element("channel") : null;
            return channel is null
                ? throw SourceException.Unreadable("it is no feed.")
                : [.. channel.Elements("item").Where(item => SourceText.Plain(item.Element("title")?.Value) is not null).Select(item => Item(item, country))];
        }
        catch (XmlException e)
        {
            throw SourceException.Unreadable("it is no XML that may be read.", e);
        }
    }

    private static Trend Item(XElement item, string country) => new()
    {
        Source = GoogleTrendsVendor.Id,
        Topic = SourceText.Plain(item.Element("title")!.Value)!,
        Country = country,
        SearchesAtLeast = Step(item.Element(Own + "approx_traffic")?.Value),
        Since = DateTimeOffset.TryParse(item.Element("pubDate")?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) ? since : null,
        Articles = [.. item.Elements(Own + "news_item").Select(News).OfType<Article>()],
    };

    private static Article? News(XElement news) => News(news, "url") is { } address && News(news, "title") is { } title ? new()
    {
        Source = GoogleTrendsVendor.Id,
        Address = address,
        Title = title,
        Summary = News(news, "snippet"),
        Outlet = News(news, "source"),
    }
    : null;

    private static string? News(XElement news, string part) => SourceText.Plain(news.Element(Own + $"news_item_{part}")?.Value);

    private static long? Step(string? text)
    {
        var match = Steps().Match(text?.Trim() ?? "");
        if (!match.Success)
            return null;
        var scale = match.Groups[2].Value.ToUpperInvariant() switch { "K" => 1_000m, "M" => 1_000_000m, "B" => 1_000_000_000m, _ => 0m };
        // "2.5M" has a fraction; "20,000" is whole.
        var digits = scale > 0 ? match.Groups[1].Value.Replace(',', '.') : match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? (long)(number * Math.Max(scale, 1)) : null;
    }

    [GeneratedRegex(@"^([\d.,]{1,15})\s?([KMB]?)\+?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Steps();
}
