using System.Text;
using RaptorFlow.Core.Memory.Reading;

namespace RaptorFlow.Core.Tests.Memory.Reading;

public sealed class HtmlReadingTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("This sentence is part of the article, which is about the price of bread in Lisbon, and of its bakers.", 5));

    [Fact]
    public void Read_Article_IsItsTextWithoutWhatIsAround()
    {
        var read = Read($"""
            <!doctype html><html lang="en-GB"><head><title>Bread in Lisbon</title><meta property="article:published_time" content="2025-06-03T10:00:00Z"><style>.color</style></head>
            <body><nav><a href="/">Home</a> <a href="/shop">Shop</a></nav>
            <article><h1>Bread in Lisbon</h1><p>{Long}</p><h2>Prices</h2><p>{Long} See <a href="/list?a=1">the list</a>.</p>
            <p style="display: none">Hidden words.</p><p hidden>Hidden too.</p><script>alert("scripted")</script>
            <ul><li>Rye</li><li>Wheat<ol><li>White</li><li>Brown</li></ol></li></ul>
            <table><tr><th>Bread</th><th>Price</th></tr><tr><td>Rye</td><td>3 € | 4 €</td></tr></table>
            <blockquote><p>{Long}</p></blockquote></article>
            <footer>Imprint</footer></body></html>
            """);
        Assert.Equal(("Bread in Lisbon", "en-GB", new DateOnly(2025, 6, 3), "text/html"), (read.Title, read.LanguageTag, read.Date, read.MediaType));
        Assert.StartsWith("# Bread in Lisbon\n\n", read.Text, StringComparison.Ordinal);
        Assert.Contains("\n\n## Prices\n\n", read.Text, StringComparison.Ordinal);
        Assert.Contains("[the list](https://example.com/list?a=1)", read.Text, StringComparison.Ordinal);
        Assert.Contains("- Rye\n- Wheat\n  1. White\n  2. Brown", read.Text, StringComparison.Ordinal);
        Assert.Contains("| Bread | Price |\n| --- | --- |\n| Rye | 3 € \\| 4 € |", read.Text, StringComparison.Ordinal);
        Assert.Contains("\n> This sentence", read.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("Home|Shop|Hidden|scripted|Imprint|color", read.Text);
    }

    [Fact]
    public void Read_PageWithoutAnArticle_IsAllThatIsSeen()
    {
        var read = Read("<title>Shop</title><nav>Menu</nav><main><h2>Opening hours</h2><p>Saturday<br>10 to 12</p><pre>a\n  b</pre><p># no heading</p></main>");
        Assert.Equal("# Shop\n\n## Opening hours\n\nSaturday\n10 to 12\n\n```\na\n  b\n```\n\n\\# no heading", read.Text);
    }

    [Fact]
    public void Read_EncodingInMeta_IsBelieved() =>
        Assert.Contains("Привет", DocumentReading.Read(new((byte[])[.. "<meta charset=windows-1251><p>"u8, 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]) { MediaType = "text/html" }, TestContext.Current.CancellationToken).Text, StringComparison.Ordinal);

    [Fact]
    public void Read_LinkThatIsNoneOfTheWeb_IsText()
    {
        var text = Read("<p>Before <a href='javascript:alert(1)'>click</a> and <a href='data:text/html,x'>this</a>.</p>").Text;
        Assert.EndsWith("Before click and this.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<ul><li>")]
    [InlineData("<blockquote>")]
    [InlineData("<b><i>")]
    [InlineData("<span>")]
    [InlineData("<select><option>")]
    [InlineData("<svg><g>")]
    public void Read_NestedWithoutEnd_Ends(string markup)
    {
        try
        {
            Assert.Contains("word", Read($"<title>t</title><p>word</p>{string.Concat(Enumerable.Repeat(markup, 4000))}x").Text, StringComparison.Ordinal);
        }
        catch (UnreadableException e)
        {
            Assert.Contains(e.Code, (string[])["document_too_complex", "document_too_long", "document_empty"]);
        }
    }

    [Fact]
    public void Read_FormattingThatIsReopenedEverywhere_Ends()
    {
        var open = string.Concat(Enumerable.Range(0, 5000).Select(i => $"<b a={i}>"));
        Assert.Equal("document_too_complex", Assert.Throws<UnreadableException>(() => Read(open + string.Concat(Enumerable.Repeat("<p>x</p>", 5000)))).Code);
    }

    [Fact]
    public void Read_ElementsWithoutEnd_AreRefused() =>
        Assert.Equal("document_too_complex", Assert.Throws<UnreadableException>(() => Read(string.Concat(Enumerable.Repeat("<p>x</p>", 200_000)))).Code);

    [Fact]
    public void Read_AttributesWithoutEnd_End() => Assert.Contains("word", Read($"<p {string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a{i} "))}>word</p>").Text, StringComparison.Ordinal);

    private static ReadDocument Read(string html) => DocumentReading.Read(new(Encoding.UTF8.GetBytes(html)) { MediaType = "text/html", Address = new("https://example.com/page") }, TestContext.Current.CancellationToken);
}
