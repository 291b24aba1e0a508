using RaptorFlow.Agents;
using RaptorFlow.Council.Architect;
using RaptorFlow.Marketing;
using RaptorFlow.Sketches;

namespace RaptorFlow.Council.Tests.Architect;

public sealed class PlanReviewAgentTests
{
    private static readonly IAgentBehaviour Agent = new PlanReviewAgent();

    [Fact]
    public async Task Review_SoundProposal_IsApprovedAndInThePlan()
    {
        var draft = await ReviewAsync(Input(Proposal("later", new PlanChange { Kind = PlanChangeKind.Rewire, Step = "trends", DependsOn = ["fundamentals", "industry"] })));

        var verdict = Assert.Single(draft.Output.Verdicts);
        Assert.True(verdict.Approved, string.Join('\n', verdict.Breaches));
        Assert.Contains("'trends' wait for 'fundamentals', 'industry'", verdict.Effect, StringComparison.Ordinal);
        Assert.Equal(["fundamentals", "industry"], draft.Output.Plan.Tasks.Single(t => t.Step == "trends").DependsOn);
        Assert.True(draft.Output.Plan.Approved);
        var decision = Assert.Single(draft.Decisions);
        Assert.Equal("plan_change", decision.Kind);
        Assert.StartsWith("Approved", decision.Choice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_RemovingTheGuardian_IsRejectedAndThePlanStays()
    {
        var before = (await ReviewAsync(Input(Proposal("idle", new PlanChange { Kind = PlanChangeKind.Remove, Step = "forecast" })))).Output.Plan;

        var review = (await ReviewAsync(Input(
            Proposal("unguarded", new PlanChange { Kind = PlanChangeKind.Remove, Step = "compliance" }),
            Proposal("idle", new PlanChange { Kind = PlanChangeKind.Remove, Step = "forecast" })))).Output;

        Assert.Equal([false, true], review.Verdicts.Select(v => v.Approved));
        Assert.Contains(review.Verdicts[0].Breaches, b => b.StartsWith("CR-04", StringComparison.Ordinal) && b.Contains("DR-06", StringComparison.Ordinal));
        Assert.Equal(before.Tasks.Select(t => t.Step), review.Plan.Tasks.Select(t => t.Step));
    }

    [Theory]
    [InlineData("compliance", "DR-06")]
    [InlineData("verification", "DR-08")]
    public async Task Review_MakingACheckOptional_IsRejected(string step, string rule)
    {
        var review = (await ReviewAsync(Input(Proposal("lax", new PlanChange { Kind = PlanChangeKind.SetOptional, Step = step, Optional = true })))).Output;

        Assert.False(review.Verdicts[0].Approved);
        Assert.Contains(review.Verdicts[0].Breaches, b => b.Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Review_ChangesThatOnlyStandTogether_AreJudgedTogether()
    {
        PlanChange copy = new() { Kind = PlanChangeKind.Add, Step = "slogan", Agent = "MUSE-007", DependsOn = ["positioning"] };
        PlanChange check = new() { Kind = PlanChangeKind.Add, Step = "slogan_check", Agent = "GRD-009", DependsOn = ["slogan"] };
        PlanChange verify = new() { Kind = PlanChangeKind.Rewire, Step = "verification", DependsOn = [.. await DependenciesAsync("verification"), "slogan"] };

        var apart = (await ReviewAsync(Input(Proposal("copy", copy), Proposal("check", check)))).Output;
        var together = (await ReviewAsync(Input(Proposal("both", copy, check, verify)))).Output;

        Assert.Equal([false, false], apart.Verdicts.Select(v => v.Approved));
        Assert.True(together.Verdicts[0].Approved, string.Join('\n', together.Verdicts[0].Breaches));
        Assert.Equal(1m, together.Plan.Tasks.Sum(t => t.BudgetShare));
    }

    [Fact]
    public async Task Review_StepThatHasBegun_StaysAsItIs()
    {
        var review = (await ReviewAsync(Input(Proposal("late", new PlanChange { Kind = PlanChangeKind.Reassign, Step = "market", Agent = "RES-002" })) with { Begun = ["market"] })).Output;

        Assert.Contains(review.Verdicts[0].Breaches, b => b.StartsWith("CR-03", StringComparison.Ordinal) && b.Contains("'market'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RES-002", false)]
    [InlineData("XTR-001", true)]
    public async Task Review_AnotherAgent_MustOfferWhatTheStepIsFor(string agent, bool approved)
    {
        var input = Input(Proposal("other", new PlanChange { Kind = PlanChangeKind.Reassign, Step = "trends", Agent = agent })) with
        {
            Agents = [.. Listings.Registry(), Listings.Of("XTR-001", "research", "trends")],
        };

        var verdict = Assert.Single((await ReviewAsync(input)).Output.Verdicts);

        Assert.Equal(approved, verdict.Approved);
        Assert.Equal(!approved, verdict.Breaches.Any(b => b.StartsWith("CR-05", StringComparison.Ordinal) && b.Contains("'trends'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Review_PlanThatIsBrokenAlready_TakesWhatMakesItNoWorse()
    {
        var agents = Listings.Registry().Where(a => a.Code != "RES-001").ToList();
        var input = Input(
            Proposal("mends", new PlanChange { Kind = PlanChangeKind.SetOptional, Step = "market", Optional = true }),
            Proposal("worse", new PlanChange { Kind = PlanChangeKind.Reassign, Step = "personas", Agent = "RES-099" })) with { Agents = agents };

        var review = (await ReviewAsync(input)).Output;

        Assert.Equal([true, false], review.Verdicts.Select(v => v.Approved));
        Assert.True(review.Plan.Approved, string.Join('\n', review.Plan.Violations));
    }

    [Theory]
    [InlineData(null, "it is faster", "CR-01")]
    [InlineData("MTX-001", " ", "CR-01")]
    public async Task Review_WithoutAuthorOrReason_IsRejected(string? by, string? reason, string rule)
    {
        var proposal = Proposal("odd", new PlanChange { Kind = PlanChangeKind.Remove, Step = "forecast" }) with { By = by, Reason = reason };

        var verdict = Assert.Single((await ReviewAsync(Input(proposal))).Output.Verdicts);

        Assert.False(verdict.Approved);
        Assert.StartsWith(rule, Assert.Single(verdict.Breaches), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlanChangeKind.Add, "market")]
    [InlineData(PlanChangeKind.Remove, "nowhere")]
    [InlineData(PlanChangeKind.SetOptional, "forecast")]
    public async Task Review_ChangeThatAltersNothing_IsRejected(PlanChangeKind kind, string step)
    {
        var review = (await ReviewAsync(Input(Proposal("idle", new PlanChange { Kind = kind, Step = step, Agent = "RES-001", Optional = true })))).Output;

        Assert.Contains(review.Verdicts[0].Breaches, b => b.StartsWith("CR-02", StringComparison.Ordinal) && b.Contains($"'{step}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PlanChangeKind.Add, "proposals[0].changes[0].agent")]
    [InlineData(PlanChangeKind.Rewire, "proposals[0].changes[0].depends_on")]
    [InlineData(PlanChangeKind.SetOptional, "proposals[0].changes[0].optional")]
    public async Task Review_ChangeThatLacksAField_IsRefusedByName(PlanChangeKind kind, string field)
    {
        var refusal = await Assert.ThrowsAsync<AgentInputException>(() => ReviewAsync(Input(Proposal("short", new PlanChange { Kind = kind, Step = "market" }))));

        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task Validate_AVerdictTurnedRound_IsRefused()
    {
        var context = TestContexts.Create("review");
        var input = Input(Proposal("unguarded", new PlanChange { Kind = PlanChangeKind.Remove, Step = "compliance" }));
        var review = (await Agent.DraftAsync<PlanReview>(input, context)).Output;
        var persuaded = review with { Verdicts = [review.Verdicts[0] with { Approved = true, Breaches = [] }] };

        Assert.Empty(Agent.Validate(input, review, context));
        Assert.Contains(Agent.Validate(input, persuaded, context), p => p.Path == "verdicts[0]");
    }

    private static async Task<IReadOnlyList<string>> DependenciesAsync(string step) =>
        (await ReviewAsync(Input(Proposal("none", new PlanChange { Kind = PlanChangeKind.Remove, Step = "nowhere" })))).Output.Plan.Tasks.Single(t => t.Step == step).DependsOn;

    private static PlanReviewInput Input(params PlanProposal[] proposals) => new() { Request = "onboarding", Agents = Listings.Registry(), Proposals = proposals };

    private static PlanProposal Proposal(string id, params PlanChange[] changes) => new() { Id = id, By = "RES-014", Reason = "It serves this company better.", Changes = changes };

    private static Task<Draft<PlanReview>> ReviewAsync(PlanReviewInput input) => Agent.DraftAsync<PlanReview>(input, TestContexts.Create("review"));
}
