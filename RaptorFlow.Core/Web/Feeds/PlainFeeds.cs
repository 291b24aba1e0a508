using System.Xml.Linq;

namespace RaptorFlow.Core.Web.Feeds;

/// <summary>RSS 0.9x and 1.0, and what else is roughly a feed: entries with a title, a link, a text and dates, by whatever names feeds have had for them.</summary>
internal static class PlainFeeds
{
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";

    private static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    public static Feed Read(XElement root, Uri? address)
    {
        var channel = root.Elements().FirstOrDefault(e => e.Name.LocalName == "channel") ?? root;
        // In RSS 1.0 the entries stand beside the channel, in all others within.
        var items = channel.Elements().Concat(channel == root ? [] : root.Elements()).Where(e => e.Name.LocalName is "item" or "entry");
        return new()
        {
            Title = PlainText.Of(Text(channel, "title"), FeedReader.MaximumTitle),
            Language = Text(channel, "language") ?? root.Attribute(XNamespace.Xml + "lang")?.Value,
            Items = [.. items.Take(FeedReader.MostItems).Select(item => Item(item, address))],
            Next = FeedReader.Next(channel, address),
        };
    }

    private static FeedItem Item(XElement item, Uri? address)
    {
        var about = item.Attribute(Rdf + "about")?.Value;
        var link = item.Elements().FirstOrDefault(e => e.Name.LocalName == "link" && e.Attribute("rel")?.Value is (null or "alternate")) ?? Child(item, "link");
        return FeedReader.Item(
            Text(item, "guid") ?? Text(item, "id") ?? about,
            Text(item, "title"),
            FeedReader.Link(link?.Attribute("href")?.Value ?? link?.Value, address) ?? FeedReader.Link(about ?? Text(item, "guid"), null),
            Text(item, "description") ?? Text(item, "summary") ?? Text(item, "encoded") ?? Text(item, "content"),
            Text(item, "author") ?? Text(item, "creator"),
            FeedDates.Parse(Text(item, "pubDate") ?? Text(item, "published") ?? Text(item, "issued") ?? Text(item, "date")),
            FeedDates.Parse(Text(item, "updated") ?? Text(item, "modified")));
    }

    private static string? Text(XElement parent, string name) => Child(parent, name)?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    // Of its own kind or of the modules that all readers know; a picture's title is not the entry's.
    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(e =>
        e.Name.LocalName == name && (e.Name.Namespace == parent.Name.Namespace || e.Name.NamespaceName is "" or Atom or DublinCore or Content));
}
