using System.Globalization;
using System.Text;
using RaptorFlow.Core.Web.Feeds;

namespace RaptorFlow.Core.Tests.Web.Feeds;

public sealed class FeedReaderTests
{
    private static readonly Uri Address = new("https://example.com/blog/feed.xml");

    private const string Rss = """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
          <channel>
            <title>A blog</title><link>https://example.com/</link><description>d</description><language>en-GB</language>
            <item>
              <title>First &amp; foremost</title><link>https://example.com/1</link><guid isPermaLink="false">id-1</guid>
              <description>&lt;p&gt;Some &lt;b&gt;bold&lt;/b&gt; text&amp;nbsp;here.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
              <dc:creator>Ada</dc:creator><pubDate>Tue, 03 Jun 2025 11:05:30 GMT</pubDate>
            </item>
            <item><title>Second</title><link>2.html</link><content:encoded><![CDATA[<p>Full text.</p>]]></content:encoded></item>
          </channel>
        </rss>
        """;

    private const string Atom = """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
          <title type="html">Ein &lt;i&gt;Blog&lt;/i&gt;</title><id>urn:feed</id><updated>2025-06-03T11:05:30+02:00</updated>
          <link rel="self" href="https://example.com/blog/feed.xml"/><link rel="next" href="?page=2"/>
          <entry>
            <title>Eins</title><id>urn:1</id><updated>2025-06-03T11:05:30+02:00</updated><published>2025-06-01T00:00:00Z</published>
            <link rel="enclosure" href="https://example.com/a.mp3"/><link href="/1"/><author><name>Ada</name></author><summary>Kurz.</summary><content type="html">&lt;p&gt;Lang.&lt;/p&gt;</content>
          </entry>
        </feed>
        """;

    [Fact]
    public void Read_Rss2_GivesItsEntries()
    {
        var feed = Read(Rss);
        Assert.Equal(("A blog", "en-GB"), (feed.Title, feed.Language));
        var first = feed.Items[0];
        Assert.Equal(("id-1", "First & foremost", "Some bold text here.", "Ada"), (first.Id, first.Title, first.Summary, first.Author));
        Assert.Equal(new("https://example.com/1"), first.Address);
        Assert.Equal(new DateTimeOffset(2025, 6, 3, 11, 5, 30, TimeSpan.Zero), first.Published);
        var second = feed.Items[1];
        Assert.Equal(("https://example.com/blog/2.html", "Full text."), (second.Id, second.Summary));
        Assert.Null(second.Published);
    }

    [Fact]
    public void Read_Atom_GivesItsEntries()
    {
        var feed = Read(Atom);
        Assert.Equal(("Ein Blog", "de"), (feed.Title, feed.Language));
        Assert.Equal(new("https://example.com/blog/feed.xml?page=2"), feed.Next);
        var item = Assert.Single(feed.Items);
        Assert.Equal(("urn:1", "Eins", "Kurz.", "Ada"), (item.Id, item.Title, item.Summary, item.Author));
        Assert.Equal(new("https://example.com/1"), item.Address);
        Assert.Equal(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero), item.Published);
        Assert.Equal(new DateTimeOffset(2025, 6, 3, 9, 5, 30, TimeSpan.Zero), item.Updated);
    }

    [Theory]
    [InlineData(Rss)]
    [InlineData(Atom)]
    public void TryRead_WhatFollowsTheStandard_IsReadByTheFramework(string feed) =>
        Assert.NotNull(SyndicationFeeds.TryRead(FeedXml.Parse(Encoding.UTF8.GetBytes(feed), null), Address));

    [Theory]
    [InlineData("http://purl.org/rss/1.0/")]
    [InlineData("http://my.netscape.com/rdf/simple/0.9/")]
    public void Read_RssAsRdf_GivesItsEntries(string version)
    {
        var feed = Read($"""
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{version}" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="x"><title>Old</title></channel>
              <item rdf:about="https://example.com/1"><title>One</title><link>https://example.com/1</link><description>Text</description><dc:date>2025-06-03</dc:date></item>
            </rdf:RDF>
            """);
        Assert.Equal("Old", feed.Title);
        var item = Assert.Single(feed.Items);
        Assert.Equal(("https://example.com/1", "One", "Text"), (item.Id, item.Title, item.Summary));
        Assert.Equal(new DateTimeOffset(2025, 6, 3, 0, 0, 0, TimeSpan.Zero), item.Published);
    }

    [Theory]
    [InlineData("0.91", "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">")]
    [InlineData("0.92", "<!-- a comment with <html> in it -->")]
    public void Read_OlderRss_GivesItsEntries(string version, string prolog)
    {
        var feed = Read($"<?xml version='1.0'?>{prolog}<rss version='{version}'><channel><title>Older</title><item><title>One</title><link>/1</link></item></channel></rss>");
        Assert.Equal(("Older", "One"), (feed.Title, Assert.Single(feed.Items).Title));
    }

    [Theory]
    [InlineData("Tue, 03 Jun 2025 11:05:30 GMT", "2025-06-03T11:05:30Z")]
    [InlineData("Mon, 3 Jun 2025 11:05:30 +0200", "2025-06-03T09:05:30Z")] // It was a Tuesday.
    [InlineData("03 Jun 2025 11:05 EST", "2025-06-03T16:05:00Z")]
    [InlineData("3 Jun 25 11:05:30 UT", "2025-06-03T11:05:30Z")]
    [InlineData("2025-06-03T11:05:30.123+02:00", "2025-06-03T09:05:30.123Z")]
    [InlineData("2025-06-03 11:05:30", "2025-06-03T11:05:30Z")]
    [InlineData("2025-06-03", "2025-06-03T00:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("0001-01-01", null)]
    [InlineData("", null)]
    public void Read_DateAsFeedsWriteIt_IsThatTimeOrNone(string written, string? time)
    {
        var expected = time is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        Assert.Equal(expected, Read(Rss.Replace("Tue, 03 Jun 2025 11:05:30 GMT", written, StringComparison.Ordinal)).Items[0].Published);
        Assert.Equal(expected, Read(Atom.Replace("2025-06-01T00:00:00Z", written, StringComparison.Ordinal)).Items[0].Published);
    }

    public static TheoryData<string, byte[], string?> Encodings()
    {
        static string Feed(string declaration) => $"{declaration}<rss version='2.0'><channel><title>Grüße – 1€</title><link>https://example.com/</link><description/></channel></rss>";
        return new()
        {
            { "plain UTF-8", Encoding.UTF8.GetBytes(Feed("")), null },
            { "UTF-8 that is declared Latin-1", Encoding.UTF8.GetBytes(Feed("<?xml version='1.0' encoding='iso-8859-1'?>")), null },
            { "UTF-8 that the server calls Latin-1", Encoding.UTF8.GetBytes(Feed("<?xml version='1.0' encoding='utf-8'?>")), "iso-8859-1" },
            { "windows-1252 that is declared UTF-8", Latin(Feed("<?xml version='1.0' encoding='utf-8'?>")), "utf-8" },
            { "windows-1252 that the server calls nonsense", Latin(Feed("<?xml version='1.0' encoding='windows-1252'?>")), "nonsense" },
            { "UTF-8 with its mark and blank lines", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("\n\n  " + Feed("<?xml version='1.0'?>"))], null },
            { "UTF-16 with its mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Feed("<?xml version='1.0' encoding='utf-16'?>"))], "utf-8" },
            { "UTF-16 without its mark", Encoding.BigEndianUnicode.GetBytes(Feed("<?xml version='1.0' encoding='utf-8'?>")), null },
        };
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_EncodingThatLies_IsReadAsWhatTheBytesAre(string what, byte[] bytes, string? charset) => Assert.True(FeedReader.Read(bytes, charset).Title == "Grüße – 1€", what);

    [Theory]
    [InlineData("&eacute;&nbsp;&mdash;", "é —")]
    [InlineData("AT&T", "AT&T")]
    [InlineData("&undeclared;", "&undeclared;")]
    [InlineData("<![CDATA[a &amp; b <b>c</b>]]>", "a & b c")]
    [InlineData("a\u0008b", "ab")]
    public void Read_TitleThatIsNotQuiteXml_IsReadAsMeant(string title, string read) =>
        Assert.Equal(read, Read($"<rss version='2.0'><channel><title>t</title><item><title>{title}</title></item></channel></rss>").Items[0].Title);

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Not found</body></html>", "web page")]
    [InlineData("<html>", "web page")]
    [InlineData("Not found", "no XML")]
    [InlineData("", "nothing")]
    [InlineData("<sitemap/>", "no feed")]
    [InlineData("<rss><channel>", "well-formed")]
    [InlineData("<!DOCTYPE rss [<!ENTITY a \"b\">]><rss version='2.0'><channel><title>&a;</title></channel></rss>", "entities of its own")]
    [InlineData("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version='2.0'><channel><title>&x;</title></channel></rss>", "entities of its own")]
    public void Read_NoFeed_SaysWhatItIs(string body, string said)
    {
        var unreadable = Assert.Throws<FeedUnreadableException>(() => Read(body));
        Assert.Contains(said, unreadable.Message, StringComparison.Ordinal);
        Assert.NotEmpty(unreadable.Suggestion);
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused() =>
        Assert.Throws<FeedUnreadableException>(() => Read($"<rss version='2.0'><channel>{string.Concat(Enumerable.Repeat("<a>", 100_000))}"));

    [Fact]
    public void Read_LinkThatIsNoneOfTheWeb_IsNone()
    {
        var item = Read("<rss version='2.0'><channel><title>t</title><item><title>x</title><link>javascript:alert(1)</link></item></channel></rss>").Items[0];
        Assert.Null(item.Address);
        Assert.Matches("^[0-9a-f]{64}$", item.Id);
    }

    [Fact]
    public void Read_MoreThanIsTaken_IsCut()
    {
        var items = string.Concat(Enumerable.Range(0, FeedReader.MostItems + 10).Select(i => $"<item><title>{i}</title><description>{new string('x', i == 0 ? 30_000 : 1)}</description></item>"));
        var feed = Read($"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");
        Assert.Equal(FeedReader.MostItems, feed.Items.Count);
        Assert.Equal(FeedReader.MaximumSummary, feed.Items[0].Summary.Length);
    }

    private static Feed Read(string text) => FeedReader.Read(Encoding.UTF8.GetBytes(text), "utf-8", Address);

    // The characters that windows-1252 has where Latin-1 has none.
    private static byte[] Latin(string text) => [.. text.Select(c => c switch { '–' => (byte)0x96, '€' => (byte)0x80, _ => (byte)c })];
}
