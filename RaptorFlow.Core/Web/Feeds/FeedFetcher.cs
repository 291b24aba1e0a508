namespace RaptorFlow.Core.Web.Feeds;

/// <summary>Fetches a feed, and its further pages where it has some.</summary>
internal sealed class FeedFetcher(WebFetcher web)
{
    public const int MostPages = 20;

    /// <param name="get">Where; robots.txt is not asked, since a feed is there for programs.</param>
    /// <param name="pages">How many pages at most, 1 to <see cref="MostPages"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries of all pages, each once; none when nothing has changed since the request's ETag or date.</returns>
    /// <exception cref="WebFetchException">The first page could not be fetched.</exception>
    /// <exception cref="FeedUnreadableException">The first page is no feed.</exception>
    public async Task<FetchedFeed> GetAsync(WebGet get, int pages, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pages is >= 1 and <= MostPages, true, nameof(pages));
        var first = await web.GetAsync(get with { ObeyRobots = false }, cancellationToken);
        if (first.NotModified)
            return new(first, null);
        var feed = FeedReader.Read(first);
        var (seen, items) = (new HashSet<string>(StringComparer.Ordinal) { WebAddress.Normalise(get.Address), WebAddress.Normalise(first.Address) }, new List<FeedItem>(feed.Items));
        var next = feed.Next;
        // A page that is its own next, or an earlier one's, is the end.
        for (var page = 1; page < pages && next is not null && seen.Add(WebAddress.Normalise(next)); page++)
        {
            if (await FurtherAsync(next, cancellationToken) is not { } further)
                break;
            items.AddRange(further.Items);
            next = further.Next;
        }
        return new(first, feed with { Items = [.. items.DistinctBy(item => item.Id).Take(FeedReader.MostItems)], Next = null });
    }

    // What was read counts, though the rest is away.
    private async Task<Feed?> FurtherAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return FeedReader.Read(await web.GetAsync(new(address) { ObeyRobots = false }, cancellationToken));
        }
        catch (Exception e) when (e is WebFetchException or FeedUnreadableException)
        {
            return null;
        }
    }
}

/// <summary>A feed and the answer it came in, with what a later request has to say.</summary>
internal sealed record FetchedFeed(WebAnswer Answer, Feed? Feed);
