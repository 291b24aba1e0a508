using RaptorFlow.Core.Web;
using RaptorFlow.Core.Web.Feeds;

namespace RaptorFlow.Core.Tests.Web.Feeds;

public sealed class FeedFetcherTests : IAsyncLifetime
{
    private WebSite? _site;

    private WebSite Site => _site!;

    private FeedFetcher Feeds => new(Site.Fetcher());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await WebSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    [Fact]
    public async Task Get_FeedInPages_GivesEachEntryOnce()
    {
        Site.Pages["/1"] = Page("/2", "a", "b");
        Site.Pages["/2"] = Page("/3", "b", "c");
        Site.Pages["/3"] = Page(null, "d");
        var fetched = await Feeds.GetAsync(new(Site.At("/1")), FeedFetcher.MostPages, Token);
        Assert.Equal(["a", "b", "c", "d"], fetched.Feed!.Items.Select(i => i.Id));
        Assert.Equal(0, Site.Calls("/robots.txt"));
    }

    [Fact]
    public async Task Get_PagesInACircle_EndWhereTheyBegan()
    {
        Site.Pages["/1"] = Page("/2", "a");
        Site.Pages["/2"] = Page("/1", "b");
        Assert.Equal(2, (await Feeds.GetAsync(new(Site.At("/1")), FeedFetcher.MostPages, Token)).Feed!.Items.Count);
        Assert.Equal((1, 1), (Site.Calls("/1"), Site.Calls("/2")));
    }

    [Fact]
    public async Task Get_PagesWithoutEnd_EndWithAsManyAsAreWanted()
    {
        for (var i = 1; i <= 30; i++)
            Site.Pages[$"/{i}"] = Page($"/{i + 1}", $"{i}");
        Assert.Equal(3, (await Feeds.GetAsync(new(Site.At("/1")), 3, Token)).Feed!.Items.Count);
    }

    [Fact]
    public async Task Get_SecondPageThatIsAway_LeavesTheFirst()
    {
        Site.Pages["/1"] = Page("/gone", "a");
        Assert.Single((await Feeds.GetAsync(new(Site.At("/1")), 3, Token)).Feed!.Items);
    }

    [Fact]
    public async Task Get_FeedThatRedirectsToItself_IsRefused()
    {
        Site.Pages["/1"] = WebSite.Redirect("/1");
        Assert.Equal(WebRefusal.Redirects, (await Assert.ThrowsAsync<WebFetchException>(() => Feeds.GetAsync(new(Site.At("/1")), 1, Token))).Reason);
    }

    [Fact]
    public async Task Get_FeedThatHasNotChanged_HasNoEntries()
    {
        Site.Pages["/1"] = WebSite.Status(304);
        var fetched = await Feeds.GetAsync(new(Site.At("/1")) { ETag = "\"v1\"" }, 1, Token);
        Assert.True(fetched.Answer.NotModified);
        Assert.Null(fetched.Feed);
    }

    private static Microsoft.AspNetCore.Http.RequestDelegate Page(string? next, params string[] ids)
    {
        var link = next is null ? "" : $"<link rel='next' href='{next}'/>";
        var entries = string.Concat(ids.Select(id => $"<entry><id>{id}</id><title>{id}</title><updated>2025-06-03T00:00:00Z</updated></entry>"));
        return WebSite.Text($"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><id>f</id><updated>2025-06-03T00:00:00Z</updated>{link}{entries}</feed>", "application/atom+xml");
    }
}
