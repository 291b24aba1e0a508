using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class OpenWebTests(EmbeddedStack stack)
{
    private const string Feed = """
        <rss version="2.0"><channel><title>The Daily</title><language>en-GB</language>
          <item><title>CRM grows</title><link>https://daily.example/1</link><description>&lt;p&gt;By a tenth.&lt;/p&gt;</description><pubDate>Fri, 20 Nov 2026 08:30:00 GMT</pubDate></item>
          <item><title>Long ago</title><link>https://daily.example/2</link><pubDate>Mon, 01 Jan 2024 00:00:00 GMT</pubDate></item>
          <item><title>Nowhere</title><pubDate>Fri, 20 Nov 2026 08:30:00 GMT</pubDate></item>
        </channel></rss>
        """;

    [Fact]
    public async Task Feed_IsReadWithoutAnyKey_AndFromTheDayAskedFor()
    {
        await using var test = await StartAsync(stack, Loopback);
        test.Server.On("/feed", Answer(Feed, "application/rss+xml"));

        var answer = await test.AskAsync(new FeedQuestion(new(test.Server.Address, "feed")) { Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });

        var article = Assert.Single(answer.Items);
        Assert.Equal(("web", "https://daily.example/1", "CRM grows", "By a tenth.", "The Daily", "en"), (article.Source, article.Address, article.Title, article.Summary, article.Outlet, article.Language));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), article.PublishedAt);
    }

    [Fact]
    public async Task Page_IsReadAsItsReadersSeeIt()
    {
        await using var test = await StartAsync(stack, Loopback);
        test.Server.On("/robots.txt", ScriptedServer.Status(404)).On("/about", Answer("""
            <html lang="en"><head><title>About us</title><script>alert('no')</script></head>
            <body><article><h1>About us</h1><p>We have made rulers in Leeds since 1921, for people who measure twice before they cut anything at all.</p></article></body></html>
            """, "text/html"));

        var page = Assert.Single((await test.AskAsync(new PageQuestion(new(test.Server.Address, "about")))).Items);

        Assert.Contains("rulers in Leeds since 1921", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", page.Text, StringComparison.Ordinal);
        Assert.Equal(("About us", "en"), (page.Title, page.Language));
    }

    [Fact]
    public async Task Page_OfAPrivateNetwork_IsNotFetched()
    {
        await using var test = await StartAsync(stack);

        var report = Assert.Single((await test.AskAsync(new PageQuestion(new(test.Server.Address, "about")))).Reports);

        Assert.Equal(SourceStatus.Failed, report.Status);
        Assert.Empty(test.Server.Requests);
    }

    [Theory]
    [InlineData("text/html", "<html><body>A page.</body></html>", SourceStatus.Failed)]
    [InlineData("application/rss+xml", "<rss><channel>", SourceStatus.Failed)]
    public async Task Feed_ThatIsNone_IsAFailureThatSaysSo(string type, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Loopback);
        test.Server.On("/feed", Answer(body, type));

        var report = Assert.Single((await test.AskAsync(new FeedQuestion(new(test.Server.Address, "feed")))).Reports);

        Assert.Equal(expected, report.Status);
        Assert.NotEmpty(report.Detail!);
    }

    private static (string, string) Loopback => ("Web:AllowedNetworks:0", "127.0.0.0/8");
}
