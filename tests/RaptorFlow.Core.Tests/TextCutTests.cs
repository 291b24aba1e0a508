namespace RaptorFlow.Core.Tests;

public sealed class TextCutTests
{
    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exact", 5, "exact")]
    [InlineData("longer", 4, "long")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ab😀c", 3, "ab")]
    [InlineData("😀", 1, "")]
    public void Cut_Text_NeverKeepsHalfAPair(string text, int most, string expected) => Assert.Equal(expected, text.Cut(most));
}
