using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Tests.Texts;

public sealed class TricksTests
{
    [Theory]
    [InlineData("Gu\u200Barant\u00ADeed results", "Gu\u200Barant\u00ADeed results")]
    [InlineData("gu4rant33d results", "gu4rant33d results")]
    [InlineData("We offer g u a r a n t e e d results now", "g u a r a n t e e d results")]
    [InlineData("We offer g.u.a.r.a.n.t.e.e.d results now", "g.u.a.r.a.n.t.e.e.d results")]
    [InlineData("Guаrаnteed rеsults", "Guаrаnteed rеsults")]
    [InlineData("ＧＵＡＲＡＮＴＥＥＤ　ＲＥＳＵＬＴＳ", "ＧＵＡＲＡＮＴＥＥＤ　ＲＥＳＵＬＴＳ")]
    [InlineData("𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞𝐝 𝐫𝐞𝐬𝐮𝐥𝐭𝐬", "𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞𝐝 𝐫𝐞𝐬𝐮𝐥𝐭𝐬")]
    [InlineData("Ĝuäránteéd   results", "Ĝuäránteéd   results")]
    [InlineData("guar<b></b>anteed results", "guar<b></b>anteed results")]
    [InlineData("guaranteed&nbsp;results", "guaranteed&nbsp;results")]
    [InlineData("guar.anteed results", "guar.anteed results")]
    [InlineData("r i s k f r e e", "r i s k f r e e")]
    [InlineData("💥 Guaranteed results 💥", "Guaranteed results")]
    public async Task Guarantee_Disguised_IsFoundAtItsPlaceInTheOriginal(string text, string expected)
    {
        var line = await Reviews.OneAsync(text);

        var violation = Assert.Single(line.Violations, v => v.RuleId == "law.guarantee.absolute");
        Assert.Equal(expected, line.At(violation));
        Assert.Equal(Verdict.Block, line.Verdict);
    }

    [Theory]
    [InlineData("Start fr€€ now", "fr€€")]
    [InlineData("Start fr33!", "fr33")]
    [InlineData("Start f-r-e-e", "f-r-e-e")]
    [InlineData("Start ƒrее", "ƒrее")]
    public async Task Free_Disguised_IsFound(string text, string expected)
    {
        var line = await Reviews.OneAsync(text);

        var violation = Assert.Single(line.Violations, v => v.RuleId == "law.free.conditions");
        Assert.Equal(expected, line.At(violation));
    }

    [Fact]
    public async Task Superlative_SpacedWithoutWordBreaks_IsFound()
    {
        var line = await Reviews.OneAsync("t h e b e s t bread");

        Assert.Contains(line.Violations, v => v.RuleId == "law.superlative.unqualified" && v.Message.Contains("spelled so", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CAT scan in one visit")]
    [InlineData("A B testing for product teams")]
    [InlineData("R & D in Ulm")]
    [InlineData("free range eggs every Friday")]
    [InlineData("sugar-free cakes")]
    [InlineData("Feel free to ask")]
    [InlineData("The guarantee fund answers your questions")]
    [InlineData("Ten best practices for feature flags")]
    [InlineData("mp3 and 4K video, H2O and B2B")]
    [InlineData("Vitamins A B C D in one table")]
    [InlineData("J. R. R. Tolkien reading group")]
    [InlineData("Write to best@example.com or see https://free.example.com/best")]
    [InlineData("Αθήνα и Москва")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("🙂")]
    [InlineData("\uD800 broken surrogate")]
    public async Task OrdinaryText_IsLeftAlone(string text)
    {
        var line = await Reviews.OneAsync(text);

        Assert.Empty(line.Violations);
        Assert.Equal(Verdict.Approve, line.Verdict);
    }

    [Fact]
    public async Task LongHostileText_IsCheckedInTime()
    {
        var text = string.Concat(Enumerable.Repeat("a a a a <b guaranteed guaranteed best-", 300));

        var line = await Reviews.OneAsync(text);

        Assert.All(line.Violations, v => Assert.InRange(v.Start + v.Length, 1, text.Length));
    }
}
