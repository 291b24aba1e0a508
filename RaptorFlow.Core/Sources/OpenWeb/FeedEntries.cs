using RaptorFlow.Core.Web;
using RaptorFlow.Core.Web.Feeds;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.OpenWeb;

/// <summary>Entries of RSS and Atom feeds.</summary>
internal sealed class FeedEntries(FeedFetcher feeds) : Source<FeedQuestion, Article>(OpenWebVendor.Id, SourceKinds.Feeds)
{
    private const int MostPages = 3;

    protected override async Task<SourceReply<Article>> AskAsync(FeedQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, feed) = await feeds.GetAsync(new(question.Address), MostPages, cancellationToken);
            var articles = (feed?.Items ?? []).Where(item => item.Address is not null && (question.Since is null || item.Published >= question.Since)).Take(question.Limit)
                .Select(item => Read(item, feed!, answer.Address));
            return new([.. articles], "feed", 0);
        }
        catch (WebFetchException e)
        {
            throw OpenWebVendor.Failure(e);
        }
        catch (FeedUnreadableException e)
        {
            throw new SourceException(SourceStatus.Failed, $"{e.Message} {e.Suggestion}", e);
        }
    }

    private static Article Read(FeedItem item, Feed feed, Uri address) => new()
    {
        Source = OpenWebVendor.Id,
        Address = item.Address!.AbsoluteUri,
        Title = item.Title.Length > 0 ? item.Title : item.Address.AbsoluteUri,
        Summary = item.Summary.Length > 0 ? item.Summary : null,
        Outlet = feed.Title ?? address.IdnHost,
        Author = item.Author,
        PublishedAt = item.Published ?? item.Updated,
        Language = feed.Language is { Length: >= 2 } tag ? tag[..2].ToLowerInvariant() : null,
    };
}
