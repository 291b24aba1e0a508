using RaptorFlow.Cli.Report;
using RaptorFlow.Cli.Report.Markdown;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Tests.Report;

public class TextTests
{
    [Theory]
    [InlineData("0.88", "0.88")]
    [InlineData("1. first", "1\\. first")]
    [InlineData("- item", "\\- item")]
    [InlineData("a_b | c", "a\\_b \\| c")]
    [InlineData("see https://x.test", "see https\\://x.test")]
    [InlineData("two\nlines", "two lines")]
    public void MarkdownEscape_Text_IsShownAsItIs(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Theory]
    [InlineData("paid_search", "Paid search")]
    [InlineData("reddit_and_x", "Reddit and X")]
    [InlineData("Notre boutique", "Notre boutique")]
    [InlineData("seo", "SEO")]
    public void Label_Id_IsSpelledOut(string id, string expected) => Assert.Equal(expected, Labels.Of(id));

    [Theory]
    [InlineData("Berthillon", "berthillon")]
    [InlineData("Café Über & Söhne / Straße", "cafe-uber-sohne-strasse")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("株式会社", "company")]
    public void Slug_Name_IsSafeAsAFolder(string name, string expected) => Assert.Equal(expected, ReportWriter.Slug(name));

    [Fact]
    public void Quantity_Bounds_AreSaidInWords()
    {
        Assert.Equal("at least 2,600 employees", Labels.Quantity(new() { Low = 2600, Unit = "employees", Text = "2,600+" }));
        Assert.Equal("about 75 million USD (2022)", Labels.Quantity(new() { Approximate = true, Text = "75 million USD", AsOf = "2022" }));
    }

    [Fact]
    public void Clean_TerminalSequences_AreGone() => Assert.Equal("a[31mb c", CleanText.Of("a\u001b[31mb\u0000 \r\n c\u2066"));

    [Fact]
    public void Place_AddressAndMetrics_StayReadable()
    {
        Assert.Equal("https://example.test/a?b=1", Labels.Place("https://example.test/a?b=1", []));
        Assert.Equal("Your figures", Labels.Place("metrics", []));
        Assert.Equal("Document 3 › paragraph 1", Labels.Place("documents[2]#0", new List<CompanyDocument>()));
    }
}
