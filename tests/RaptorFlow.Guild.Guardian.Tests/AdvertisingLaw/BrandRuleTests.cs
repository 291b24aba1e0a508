using RaptorFlow.Marketing;
using static RaptorFlow.Guild.Guardian.Tests.Inputs;

namespace RaptorFlow.Guild.Guardian.Tests.AdvertisingLaw;

public sealed class BrandRuleTests
{
    [Theory]
    [InlineData("We guarantee full compliance", true)]
    [InlineData("Compliance is guaranteed", true)]
    [InlineData("c o m p l i a n c e g u a r a n t e e d", true)]
    [InlineData("Guaranteed compliances", true)]
    [InlineData("We file your forms", false)]
    public async Task Claim_Forbidden_IsBlockedUnderItsId(string text, bool broken)
    {
        var input = Lines("en", ["US"], text).With(Constraint("C2", ConstraintEffect.Forbids, ConstraintSubject.Claim, "no guaranteed compliance", "guaranteed compliance"));

        var draft = await Reviews.DraftAsync(input);

        Assert.Equal(broken, draft.Output.Lines[0].Violations.Any(v => v is { RuleId: "C2", Severity: Verdict.Block }));
        Assert.Equal("C2", Assert.Single(draft.ConstraintsApplied).ConstraintId);
    }

    [Theory]
    [InlineData("Das ist billig", true)]
    [InlineData("Das ist b1ll1g", true)]
    [InlineData("Ein billiger Satz", false)]
    public async Task Wording_Forbidden_IsFoundAsTheWordItself(string text, bool broken)
    {
        var input = Lines("de", ["Ulm"], text).With(Constraint("C1", ConstraintEffect.Forbids, ConstraintSubject.Wording, "Nie „billig“ sagen"));

        Assert.Equal(broken, (await Reviews.DraftAsync(input)).Output.Lines[0].Violations.Any(v => v.RuleId == "C1"));
    }

    [Theory]
    [InlineData("Act before it's too late", true)]
    [InlineData("See what changed this week", false)]
    public async Task Tone_FearForbidden_IsHeard(string text, bool broken)
    {
        var input = Lines("en", ["US"], text).With(Constraint("C2", ConstraintEffect.Forbids, ConstraintSubject.Tone, "No fear-based or salesy copy"));

        Assert.Equal(broken, (await Reviews.DraftAsync(input)).Output.Lines[0].Violations.Any(v => v.RuleId == "C2"));
    }

    [Theory]
    [InlineData("Faster than Acme", true)]
    [InlineData("Faster than Acme in our test of March 2027", false)]
    [InlineData("Works with Acme", false)]
    public async Task Comparison_MustBeDated(string text, bool broken)
    {
        var input = Lines("en", ["US"], text).With(Constraint("C3", ConstraintEffect.Obliges, ConstraintSubject.Comparison, "comparisons must be fair and dated"));

        Assert.Equal(broken, (await Reviews.DraftAsync(input)).Output.Lines[0].Violations.Any(v => v.RuleId == "C3"));
    }

    [Fact]
    public async Task Comparison_Forbidden_BlocksTheBareName()
    {
        var input = Lines("en", ["US"], "Works with Acme").With(Constraint("C3", ConstraintEffect.Forbids, ConstraintSubject.Comparison, "never name competitors"));

        Assert.Equal(Verdict.Block, (await Reviews.DraftAsync(input)).Output.Verdict);
    }

    [Theory]
    [InlineData("Payroll from $40 a month", true)]
    [InlineData("Ab 1.200 € im Jahr", true)]
    [InlineData("Payroll for small teams", false)]
    public async Task Price_MustMatchThePage_SoEveryPriceIsChecked(string text, bool broken)
    {
        var input = Lines("en", ["US"], text).With(Constraint("C4", ConstraintEffect.Obliges, ConstraintSubject.Price, "Price claims must match the live price page"));

        Assert.Equal(broken, (await Reviews.DraftAsync(input)).Output.Lines[0].Violations.Any(v => v is { RuleId: "C4", Severity: Verdict.Revise }));
    }

    [Fact]
    public async Task Price_NoDiscounts_BlocksThem()
    {
        var input = Lines("fr", ["Lyon"], "-20 % sur les tartes", "Une tarte à 4 €").With(Constraint("C1", ConstraintEffect.Forbids, ConstraintSubject.Price, "Jamais de promotion ni de remise"));

        var lines = (await Reviews.DraftAsync(input)).Output.Lines;

        Assert.Contains(lines[0].Violations, v => v.RuleId == "C1");
        Assert.DoesNotContain(lines[1].Violations, v => v.RuleId == "C1");
    }

    [Fact]
    public async Task Obligation_ThatWordsCannotShow_IsLeftToAPerson()
    {
        var input = Lines("en", ["US"], "Bread").With(Constraint("C5", ConstraintEffect.Obliges, ConstraintSubject.Wording, "say our full name once"));

        var draft = await Reviews.DraftAsync(input);

        Assert.Contains("a person must judge", Assert.Single(draft.ConstraintsApplied).Effect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChannelConstraints_AreNoMatterOfText()
    {
        var input = Lines("en", ["US"], "Bread").With(Constraint("C6", ConstraintEffect.Forbids, ConstraintSubject.Channel, "no cold outbound", "outbound_email"));

        Assert.Empty((await Reviews.DraftAsync(input)).ConstraintsApplied);
    }
}
