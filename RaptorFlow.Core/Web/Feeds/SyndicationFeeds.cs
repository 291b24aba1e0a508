using System.ServiceModel.Syndication;
using System.Xml;
using System.Xml.Linq;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>RSS 2.0 and Atom, by the framework's reader with our dates and addresses.</summary>
internal static class SyndicationFeeds
{
    private static readonly Uri Nowhere = new("", UriKind.Relative);

    /// <returns>Null when the framework cannot read it: another version of RSS, or something that the standard does not have.</returns>
    public static Feed? TryRead(XDocument document, Uri? address)
    {
        SyndicationFeedFormatter formatter = document.Root!.Name.LocalName == "rss" ? new Rss20FeedFormatter { PreserveAttributeExtensions = false } : new Atom10FeedFormatter { PreserveAttributeExtensions = false };
        formatter.DateTimeParser = ReadDate;
        formatter.UriParser = ReadUri;
        try
        {
            using var reader = document.CreateReader();
            reader.MoveToContent();
            if (!formatter.CanRead(reader))
                return null;
            formatter.ReadFrom(reader);
            var feed = formatter.Feed;
            var channel = document.Root.Name.LocalName == "rss" ? document.Root.Elements().FirstOrDefault(e => e.Name.LocalName == "channel") : document.Root;
            return new()
            {
                Title = PlainText.Of(feed.Title?.Text, FeedReader.MaximumTitle),
                Language = feed.Language ?? document.Root.Attribute(XNamespace.Xml + "lang")?.Value,
                Items = [.. feed.Items.Take(FeedReader.MostItems).Select(item => Item(item, address))],
                Next = channel is null ? null : FeedReader.Next(channel, address),
            };
        }
        catch (Exception e) when (e is XmlException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return null; // The plain reader takes what it can.
        }
    }

    private static FeedItem Item(SyndicationItem item, Uri? address)
    {
        var link = item.Links.FirstOrDefault(l => l.RelationshipType is null or "alternate") ?? item.Links.FirstOrDefault(l => l.RelationshipType is not ("enclosure" or "self" or "edit" or "replies"));
        var text = item.Content is TextSyndicationContent content ? content.Text : Extension(item, "encoded", PlainFeeds.Content);
        var author = item.Authors.FirstOrDefault();
        return FeedReader.Item(
            item.Id,
            item.Title?.Text,
            FeedReader.Link(link?.GetAbsoluteUri()?.OriginalString ?? link?.Uri?.OriginalString, address) ?? FeedReader.Link(item.Id, null),
            item.Summary?.Text is { Length: > 0 } summary ? summary : text,
            author?.Name ?? author?.Email ?? Extension(item, "creator", PlainFeeds.DublinCore),
            Date(item.PublishDate) ?? FeedDates.Parse(Extension(item, "date", PlainFeeds.DublinCore)),
            Date(item.LastUpdatedTime));
    }

    private static string? Extension(SyndicationItem item, string name, string space) =>
        item.ElementExtensions.FirstOrDefault(e => e.OuterName == name && e.OuterNamespace == space)?.GetObject<XElement>().Value;

    private static DateTimeOffset? Date(DateTimeOffset date) => date == default ? null : date;

    // What is no date is as good as none, and no reason to refuse the feed.
    private static bool ReadDate(XmlDateTimeData data, out DateTimeOffset date)
    {
        date = FeedDates.Parse(data.DateTimeString) ?? default;
        return true;
    }

    private static bool ReadUri(XmlUriData data, out Uri uri)
    {
        uri = Uri.TryCreate(data.UriString?.Trim(), data.UriKind, out var made) ? made : Nowhere;
        return true;
    }
}
