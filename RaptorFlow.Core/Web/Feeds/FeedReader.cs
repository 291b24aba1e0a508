using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>Reads RSS 0.9x, 1.0 and 2.0 and Atom.</summary>
internal static class FeedReader
{
    public const int MostItems = 1000;
    public const int MaximumSummary = 20_000;
    public const int MaximumTitle = 1000;

    private const int MaximumId = 2000;

    public static Feed Read(WebAnswer answer) => Read(answer.Body, answer.Charset, answer.Address);

    /// <param name="body">The feed's bytes.</param>
    /// <param name="charset">As the server named it.</param>
    /// <param name="address">Where it is from, for relative links; null when unknown.</param>
    /// <exception cref="FeedUnreadableException">It is none.</exception>
    public static Feed Read(ReadOnlyMemory<byte> body, string? charset, Uri? address = null)
    {
        var document = FeedXml.Parse(body.Span, charset);
        var root = document.Root!;
        return root.Name.LocalName switch
        {
            "rss" or "feed" => SyndicationFeeds.TryRead(document, address) ?? PlainFeeds.Read(root, address),
            "RDF" => PlainFeeds.Read(root, address),
            var other => throw new FeedUnreadableException($"This is XML, but no feed: it begins with <{other.Cut(50)}>.", "Give the address of an RSS or Atom feed."),
        };
    }

    /// <summary>What all kinds of feeds have in common: text without markup, a usable id, dates that are dates.</summary>
    internal static FeedItem Item(string? id, string? title, Uri? address, string? summary, string? author, DateTimeOffset? published, DateTimeOffset? updated)
    {
        var (plainTitle, plainSummary) = (PlainText.Of(title, MaximumTitle), PlainText.Of(summary, MaximumSummary));
        return new()
        {
            Id = id?.Trim() is { Length: > 0 and <= MaximumId } given ? given : address?.AbsoluteUri ?? Hash($"{plainTitle}\n{plainSummary}\n{published:O}"),
            Title = plainTitle,
            Address = address,
            Summary = plainSummary,
            Author = PlainText.Of(author, 200) is { Length: > 0 } name ? name : null,
            Published = published,
            Updated = updated,
        };
    }

    /// <summary>An address of the web that may be relative to the feed's; null for anything else.</summary>
    internal static Uri? Link(string? href, Uri? address)
    {
        if (string.IsNullOrWhiteSpace(href) || href.Length > WebAddress.MaximumLength)
            return null;
        var made = address is null ? Uri.TryCreate(href.Trim(), UriKind.Absolute, out var link) : Uri.TryCreate(address, href.Trim(), out link);
        return made && link!.Scheme is "http" or "https" ? link : null;
    }

    internal static Uri? Next(XElement channel, Uri? address) => Link(
        channel.Elements(XName.Get("link", PlainFeeds.Atom)).FirstOrDefault(link => link.Attribute("rel")?.Value == "next")?.Attribute("href")?.Value, address);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
