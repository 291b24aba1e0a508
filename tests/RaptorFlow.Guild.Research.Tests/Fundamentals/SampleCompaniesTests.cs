using RaptorFlow.Guild.Research.CompanyFundamentals;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.CompanyReading;

public sealed class SampleCompaniesTests
{
    private static Marketing.Fundamentals Read(string sample) => Draft(sample).Output;

    private static Agents.Draft<Marketing.Fundamentals> Draft(string sample) =>
        ReadingContexts.Draft<Marketing.Fundamentals>(new FundamentalsAgent(), new FundamentalsInput { Company = ReadingContexts.Sample(sample) }, "RES-014", "fundamentals");

    [Fact]
    public void DeveloperTool_Constraints_AreFoundInOrderFromEverywhere()
    {
        var constraints = Read("posthog").Constraints;

        Assert.Equal("C1 Forbids Channel revenue_model no cold outbound as a principle", Line(constraints[0]));
        Assert.Equal(["outbound_email", "cold_calling"], constraints[0].Terms);
        Assert.Equal("C2 Forbids Tone constraints[0] No fear-based or salesy copy", Line(constraints[1]));
        Assert.Equal("C3 Obliges Comparison constraints[1] Comparisons with competitors must be fair and dated", Line(constraints[2]));
        Assert.Equal("C4 Obliges Privacy constraints[2] Tracking claims: privacy wording for EU visitors", Line(constraints[3]));
        Assert.Equal("C5 Forbids Wording brand_voice.notes dislikes corporate marketing words", Line(constraints[4]));
        Assert.Contains("leverage", constraints[4].Terms);
        Assert.Equal(5, constraints.Count);
    }

    [Fact]
    public void DeveloperTool_Goal_PointsToTheCompetitorThatMeetsItsProduct()
    {
        var read = Read("posthog");

        Assert.Equal(["Amplitude", "Mixpanel", "LaunchDarkly", "Matomo", "Google Analytics", "FullStory", "LogRocket"], read.Competitors.Select(c => c.Name));
        Assert.Equal(["K3"], read.Goal!.CompetitorIds);
        Assert.Equal(["P3"], read.Goal.ProductIds);
        Assert.Equal("sign-ups that send a first event", read.Goal.Metric);
        Assert.Equal("teams that use a separate feature-flag tool", read.Goal.Audience);
        Assert.Equal(CampaignObjective.Conversion, read.Goal.Objective);
        Assert.Contains(read.Competitors[0].Mentions, m => m.Source == "past_campaigns[2].name");
        Assert.Equal("session replay", read.Competitors[6].Note!.Quote);
    }

    [Fact]
    public void DeveloperTool_Offer_HasNamesFeaturesAndProof()
    {
        var read = Read("posthog");

        Assert.Equal(["Product analytics", "Session replay", "Feature flags", "A/B testing", "Surveys", "Data pipelines / CDP"], read.Products.Select(p => p.Name));
        Assert.Equal("experiments", Assert.Single(read.Products[3].Features).Statement);
        Assert.Equal(BusinessKind.UsageBased, read.Model.Kind);
        Assert.True(read.Model.SellsToOrganisations);
        Assert.Equal(MarketReach.International, read.Scope.Reach);
        Assert.Contains(read.Differentiators[3].Proof, p => p.Source is "type" or "revenue_model");
        Assert.Equal(["Product engineers and technical founders", "High-growth startups", "product managers and analytics engineers"], read.Segments.Select(s => s.Name));
        Assert.Equal(SegmentPriority.Later, read.Segments[2].Priority);
        Assert.Contains(read.Segments[1].Bounds, b => b is { Low: 15, High: 500 });
        Assert.Contains(read.Segments[1].Bounds, b => b is { Low: 100_000, High: null, Unit: "USD" });
    }

    [Fact]
    public void DeveloperTool_Budget_KeepsTheUsersSplit()
    {
        var budget = Read("posthog").Budget!;

        Assert.Equal(new(60_000, "USD"), budget.Monthly);
        Assert.Equal(1m, budget.SplitSum);
        Assert.True(budget.Assumption);
        Assert.Equal(["paid_search", "newsletter_sponsorship,podcast_sponsorship", "reddit,x", "content", "linkedin"], budget.Split.Select(s => string.Join(',', s.ChannelIds)));
        Assert.Empty(Read("posthog").Contradictions);
    }

    [Fact]
    public void PayrollSoftware_ReadsConstraintsGoalAndMonthlyMoney()
    {
        var draft = Draft("gusto");
        var read = draft.Output;

        var claim = Assert.Single(read.Constraints, c => c is { Subject: ConstraintSubject.Claim, Effect: ConstraintEffect.Forbids });
        Assert.Equal("no promise of zero fines or guaranteed compliance", claim.Evidence.Quote);
        Assert.Equal(["zero fines", "guaranteed compliance"], claim.Terms);
        Assert.Contains(read.Constraints, c => c is { Subject: ConstraintSubject.Price, Effect: ConstraintEffect.Obliges });
        Assert.DoesNotContain(read.Constraints, c => c.Evidence.Source.StartsWith("differentiators", StringComparison.Ordinal));
        Assert.Equal(new(60_000, "USD"), read.Budget!.Monthly);
        Assert.Equal("180,000 USD per quarter ÷ 3 = 60,000 USD a month", read.Budget.Arithmetic);
        Assert.Equal(BusinessKind.Subscription, read.Model.Kind);
        Assert.Equal(MarketReach.National, read.Scope.Reach);
        Assert.Equal("qualified demo requests and free set-ups", read.Goal!.Metric);
        Assert.Equal("US businesses with 5 to 50 employees", read.Goal.Audience);
        Assert.Equal(new(2026, 12, 31), read.Goal.Period!.To);
        Assert.True(read.Segments[0].InGoal);
        Assert.Equal("US small businesses", read.Segments[0].Name);
        Assert.Equal("Founders, office managers and operations leads", read.Segments[1].Name);
        Assert.Equal(SegmentPriority.Partner, read.Segments[2].Priority);
        Assert.Equal(["health insurance", "401(k)"], read.Products[1].Features.Select(f => f.Statement));
        Assert.Contains(read.Numbers, n => n is { Label: "employees", Value: { Low: 2_600, High: null } });
        Assert.InRange(draft.OpenQuestions.Count, 1, 6);
    }

    private static string Line(Constraint c) => $"{c.Id} {c.Effect} {c.Subject} {c.Evidence.Source} {c.Evidence.Quote}";
}
