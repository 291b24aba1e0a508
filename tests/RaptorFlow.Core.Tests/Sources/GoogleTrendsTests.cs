using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class GoogleTrendsTests(EmbeddedStack stack)
{
    private const string Path = "/googletrends/trending/rss";

    private static readonly TrendQuestion Question = new([]) { Country = "DE" };

    [Fact]
    public async Task Feed_IsReadWithItsStepsAndNews()
    {
        await using var test = await StartAsync(stack, Address);
        test.Server.On(Path, Answer("""
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ht="https://trends.google.com/trending/rss" version="2.0"><channel><title>Daily Search Trends</title>
              <item><title>Cats &amp; dogs</title><ht:approx_traffic>200K+</ht:approx_traffic><pubDate>Sat, 21 Nov 2026 14:40:00 -0700</pubDate>
                <ht:news_item><ht:news_item_title>A &lt;b&gt;title&lt;/b&gt;</ht:news_item_title><ht:news_item_snippet/><ht:news_item_url>https://daily.example/1</ht:news_item_url><ht:news_item_source>The Daily</ht:news_item_source></ht:news_item>
                <ht:news_item><ht:news_item_title>No address</ht:news_item_title></ht:news_item></item>
              <item><title>crm</title><ht:approx_traffic>2.5M+</ht:approx_traffic></item>
              <item><title>erp</title><ht:approx_traffic>1,000+</ht:approx_traffic><pubDate>soon</pubDate></item>
              <item><title>dms</title><ht:approx_traffic>many</ht:approx_traffic></item>
              <item><title> </title></item>
            </channel></rss>
            """, "application/rss+xml; charset=utf-8"));

        var answer = await test.AskAsync(Question);

        Assert.Equal([("Cats & dogs", (long?)200_000), ("crm", 2_500_000), ("erp", 1_000), ("dms", null)], answer.Items.Select(item => (item.Topic, item.SearchesAtLeast)));
        Assert.Equal([new DateTimeOffset(2026, 11, 21, 21, 40, 0, TimeSpan.Zero), null, null, null], answer.Items.Select(item => item.Since));
        var article = Assert.Single(answer.Items[0].Articles);
        Assert.Equal(("A title", "https://daily.example/1", "The Daily", null), (article.Title, article.Address, article.Outlet, article.Summary));
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("?geo=DE", request.Query);
        Assert.StartsWith("RaptorFlow/", request.Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Are you a robot?</html>", SourceStatus.Unavailable)]
    [InlineData(302, "text/html", "", SourceStatus.Unavailable)]
    [InlineData(404, "text/plain", "", SourceStatus.Failed)]
    [InlineData(429, "text/html", "<html>Sorry</html>", SourceStatus.OverQuota)]
    [InlineData(200, "application/xml", "<feed/>", SourceStatus.Failed)]
    [InlineData(200, "application/xml", "rubbish", SourceStatus.Failed)]
    [InlineData(200, "application/xml", "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&a;</title></item></channel></rss>", SourceStatus.Failed)]
    [InlineData(200, "application/xml", "<rss><channel/></rss>", SourceStatus.Empty)]
    public async Task WhatIsNoFeed_IsToldApart(int status, string type, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer(body, type, status));

        Assert.Equal(expected, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task NamedTopics_AreNotItsToAnswer()
    {
        await using var test = await StartAsync(stack, Address);

        Assert.DoesNotContain((await test.AskAsync(new TrendQuestion(["crm"]))).Reports, report => report.Source == "googletrends");
        Assert.Empty(test.Server.Requests);
    }

    private static (string, string) Address => ("Sources:Vendors:googletrends:BaseAddress", "{server}/googletrends/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "googletrends");
}
