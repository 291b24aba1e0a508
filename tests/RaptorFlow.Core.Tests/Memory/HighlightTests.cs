using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class HighlightTests
{
    [Theory]
    [InlineData("plain", "plain", "")]
    [InlineData("the price", "the <price>", "4+5")]
    [InlineData("full-text search", "<full>-<text> <search>", "0+4 5+4 10+6")]
    [InlineData("<b>price</b>", "<b><price></b>", "")]
    [InlineData("touching", "{tou}{ching}", "0+8")]
    [InlineData("a 🦖 b", "a 🦖 {b}", "5+1")]
    [InlineData("open", "{open", "")]
    public void Read_MarkedText_GivesTheStretches(string text, string marked, string expected)
    {
        var marks = marked.Contains('{', StringComparison.Ordinal)
            ? marked.Replace('{', Highlights.Start).Replace('}', Highlights.Stop)
            : marked.Replace('<', Highlights.Start).Replace('>', Highlights.Stop);
        var found = Highlights.Read(text, marks);
        Assert.Equal(expected, string.Join(' ', found.Select(f => $"{f.Start}+{f.Length}")));
    }

    [Fact]
    public void Read_TextWithTheMarksInIt_IsNotMistaken()
    {
        var text = $"{Highlights.Start}a{Highlights.Stop} price";
        Assert.Equal([new MemoryHighlight(4, 5)], Highlights.Read(text, $" a  {Highlights.Start}price{Highlights.Stop}"));
    }

    [Fact]
    public void Read_NotTheText_GivesNothing()
    {
        Assert.Empty(Highlights.Read("price", null));
        Assert.Empty(Highlights.Read("price", $"another {Highlights.Start}price{Highlights.Stop}"));
    }
}
