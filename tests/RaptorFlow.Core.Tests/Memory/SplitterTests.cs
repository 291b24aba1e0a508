using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class SplitterTests
{
    [Fact]
    public void Markdown_WithHeadings_IsCutAtThemAndKeepsTheirPath()
    {
        var passages = Splitter.Split("Before.\n\n# One\n\nFirst.\n\n## Deep\n\nSecond.\n\n# Two\n\n- a\n- b\n");
        Assert.Equal([("", "Before."), ("One", "First."), ("One › Deep", "Second."), ("Two", "- a\n- b")], passages.Select(p => (p.Heading, p.Text)));
    }

    [Fact]
    public void Markdown_HashInACodeBlock_IsNoHeading()
    {
        var passages = Splitter.Split("# Real\n\n```sh\n# not a heading\nls\n```\n");
        Assert.Equal("Real", Assert.Single(passages).Heading);
    }

    [Fact]
    public void Markdown_OnlyHeadings_IsStillKept() => Assert.Contains("Lonely", Assert.Single(Splitter.Split("# Lonely")).Text, StringComparison.Ordinal);

    [Fact]
    public void Markdown_HeadingWithoutEnd_IsRepeatedInPartAndLostNowhere()
    {
        var heading = string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"word{i}"));
        var passages = Splitter.Split($"# {heading}\n\nBelow it.\n");
        Assert.All(passages, p => Assert.InRange(p.Heading.Length, 1, Splitter.HeadingCharacters));
        Assert.Contains(passages, p => p.Text.Contains("word1999", StringComparison.Ordinal));
        Assert.EndsWith("Below it.", passages[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n ")]
    public void Text_Empty_HasNoPassages(string text) => Assert.Empty(Splitter.Split(text));

    [Fact]
    public void Text_Long_IsCutIntoBoundedOverlappingVerbatimPassages()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 60).Select(p => string.Join(' ', Enumerable.Range(0, 8).Select(s => $"Sentence {p}.{s} tells something about the matter at hand."))));
        var passages = Splitter.Split(text);

        Assert.True(passages.Count > 10);
        var covered = 0;
        foreach (var passage in passages)
        {
            Assert.InRange(Tokens.Estimate(passage.Text), 1, Splitter.PassageTokens);
            var at = text.IndexOf(passage.Text, StringComparison.Ordinal);
            Assert.True(at >= 0, "not verbatim");
            Assert.True(string.IsNullOrWhiteSpace(text[Math.Min(covered, at)..at]), "a gap");
            Assert.True(covered - at <= (Splitter.OverlapTokens + 2) * 4, "too much overlap");
            covered = at + passage.Text.Length;
        }
        Assert.Equal(text.Length, covered);
        Assert.Contains(passages.Zip(passages.Skip(1)), pair => pair.First.Text.EndsWith(pair.Second.Text[..40], StringComparison.Ordinal) || pair.First.Text.Contains(pair.Second.Text[..40], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5_000, "x")]
    [InlineData(5_000, "語")]
    [InlineData(2_500, "😀")]
    [InlineData(3_000, "> ")]
    [InlineData(3_000, "[")]
    public void Text_WithoutAnyPlaceToCut_IsCutAnyway(int times, string what)
    {
        var passages = Splitter.Split(string.Concat(Enumerable.Repeat(what, times)));
        Assert.True(passages.Count >= 1);
        Assert.All(passages, p => Assert.InRange(Tokens.Estimate(p.Text), 1, Splitter.PassageTokens));
        Assert.All(passages, p => Assert.False(char.IsLowSurrogate(p.Text[0]) || char.IsHighSurrogate(p.Text[^1])));
    }
}
