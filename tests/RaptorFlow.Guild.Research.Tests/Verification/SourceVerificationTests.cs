using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RaptorFlow.Guild.Research.Tests.CompanyReading;
using RaptorFlow.Guild.Research.Verification;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Guild.Research.Tests.Verification;

public sealed class SourceVerificationTests
{
    private static readonly CompanyBrief Brief = ReadingContexts.Brief(
        """{ "name": "Acme", "industry": "Soap made from olive oil in small batches", "size": { "customers": "1,200+" }, "notes": "We say “hello”  to\neveryone" }""");

    private static readonly CompanyDocument[] Documents =
        [new() { Title = "Press", Date = "2025-11-22", Text = "Soap made from olive oil in small batches.\n\nSold in 14 shops." }];

    private static ClaimVerification Verify(params object[] claims) =>
        ReadingContexts.Draft<ClaimVerification>(new SourceVerificationAgent(), Input(claims), "RES-019", "verification").Output;

    private static VerificationInput Input(object[] claims) => new()
    {
        Company = Brief,
        Documents = Documents,
        Steps = new Dictionary<string, JsonElement> { ["market"] = JsonSerializer.SerializeToElement(new { findings = claims }, RaptorJson.CreateOptions()) },
    };

    [Fact]
    public void Claim_QuotedFromItsSource_IsSupported()
    {
        var check = Assert.Single(Verify(Finding.Stated("It has at least 1,200 customers", new Evidence("size.customers", "1,200+"))).Claims);

        Assert.Equal(ClaimVerdict.Supported, check.Verdict);
        Assert.Equal("findings[0]", check.Path);
        Assert.Null(check.AgeDays);
    }

    [Fact]
    public void Claim_QuoteWithOtherMarksAndSpaces_IsSupported() =>
        Assert.Equal(1, Verify(Finding.Stated("It greets", new Evidence("notes", "We say \"hello\" to everyone"))).Supported);

    [Fact]
    public void Claim_ThatStandsInTwoOrigins_IsCorroborated() =>
        Assert.Equal(ClaimVerdict.Corroborated, Verify(Finding.Stated("Made of olive oil", new Evidence("industry", "Soap made from olive oil in small batches"))).Claims[0].Verdict);

    [Fact]
    public void Claim_FromADatedDocument_HasItsAge() =>
        Assert.Equal(365, Verify(Finding.Stated("Sold in 14 shops", new Evidence("documents[0]#1", "Sold in 14 shops"))).Claims[0].AgeDays);

    [Theory]
    [InlineData("industry", "Soap made from palm oil", "Palm oil", ClaimVerdict.QuoteMissing)]
    [InlineData("awards[0]", "Best soap", "Best soap", ClaimVerdict.SourceMissing)]
    [InlineData("size.customers", "1,200+", "It has 5,000 customers", ClaimVerdict.NumberMissing)]
    public void Claim_WithoutSupport_IsNamed(string source, string quote, string statement, ClaimVerdict verdict)
    {
        var result = Verify(Finding.Stated(statement, new Evidence(source, quote)));

        Assert.Equal(verdict, result.Claims[0].Verdict);
        Assert.Equal(1, result.Unsupported);
    }

    [Fact]
    public void Claim_FigureWithADerivation_IsSupported() =>
        Assert.Equal(1, Verify(Finding.Derived("At least 100 a month", "1,200 ÷ 12", new Evidence("size.customers", "1,200+"))).Supported);

    [Fact]
    public void Claim_WithoutAnyQuotation_IsUnsupported() =>
        Assert.Equal(1, Verify(Finding.Stated("Everybody loves it")).Unsupported);

    [Fact]
    public void PublicLine_WithAFigureOfItsOwn_IsCaught() =>
        Assert.Equal(ClaimVerdict.NumberMissing, Verify(new PublicLine { Id = "L1", Text = "9 out of 10 prefer it", Use = "headline", Evidence = [] }).Claims[0].Verdict);

    [Fact]
    public void ManyClaims_AreJudgedQuickly()
    {
        var claims = Enumerable.Range(0, 3_000).Select(i => (object)Finding.Stated(
            string.Create(CultureInfo.InvariantCulture, $"Soap in batches, note {i % 7}"), new Evidence("industry", "Soap made from olive oil in small batches"))).ToArray();
        Verify(claims[0]);
        var input = Input(claims);
        var clock = Stopwatch.StartNew();

        var result = ReadingContexts.Draft<ClaimVerification>(new SourceVerificationAgent(), input, "RES-019", "verification").Output;

        Assert.Equal(3_000, result.Claims.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }
}
