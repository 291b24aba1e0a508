using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.ChannelMix;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.ChannelMix;

public sealed class ChannelsAgentTests
{
    [Fact]
    public async Task Split_AddsUp_IsKeptAndTurnedIntoMoney()
    {
        var company = Companies.PayrollTool().WithBudget(60000, "USD", ("paid_search", 0.45m), ("linkedin", 0.3m), ("meta", 0.15m), ("content", 0.1m));
        var plan = (await Draft(company)).Output;

        Assert.Equal("brief", plan.SplitSource);
        Assert.Equal([27000m, 18000m, 9000m, 6000m], plan.Channels.Select(c => c.Monthly!.Amount));
        Assert.Equal([0.45m, 0.3m, 0.15m, 0.1m], plan.Channels.Select(c => c.Share!.Value));
        Assert.Contains(plan.Comments, c => c.Contains("= 100 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Split_AboveOne_IsScaledVisiblyAndAsked()
    {
        var company = Companies.PayrollTool().WithBudget(1000, "USD", ("paid_search", 0.6m), ("linkedin", 0.6m));
        var draft = await Draft(company);

        Assert.Equal([500m, 500m], draft.Output.Channels.Select(c => c.Monthly!.Amount));
        Assert.Contains(draft.Output.Comments, c => c.Contains("= 120 %", StringComparison.Ordinal) && c.Contains("divided by 1.2", StringComparison.Ordinal));
        Assert.Contains(draft.OpenQuestions, q => q.Field == "budget.split" && q.Question.Contains("120 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Split_ForbiddenChannel_IsExcludedAndItsShareAskedFor()
    {
        var company = Companies.FlagTool()
            .WithBudget(10000, "USD", ("outbound_email", 0.25m), ("content", 0.5m), ("reddit+x", 0.25m))
            .WithConstraint(ConstraintEffect.Forbids, ConstraintSubject.Channel, "revenue_model", "no cold outbound as a principle", "outbound_email");
        var draft = await Draft(company);

        Assert.DoesNotContain(draft.Output.Channels, c => c.ChannelIds.Contains("outbound_email"));
        var excluded = Assert.Single(draft.Output.Excluded);
        Assert.Equal(("outbound_email", "C1"), (excluded.ChannelId, excluded.ConstraintId));
        Assert.Contains("no cold outbound as a principle", excluded.Reason, StringComparison.Ordinal);
        Assert.Equal(10000m, draft.Output.Channels.Sum(c => c.Monthly!.Amount));
        Assert.Equal(2m, decimal.Round(draft.Output.Channels[0].Share!.Value / draft.Output.Channels[1].Share!.Value, 4));
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("outbound_email", StringComparison.Ordinal) && q.Question.Contains("C1", StringComparison.Ordinal));
        Assert.Contains(draft.ConstraintsApplied, c => c.ConstraintId == "C1");
        Assert.Contains(draft.Output.Comments, c => c.Contains("25 %", StringComparison.Ordinal) && c.Contains("C1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Split_HalfForbiddenLine_StaysWithItsAllowedHalf()
    {
        var company = Companies.FlagTool().WithBudget(1000, "USD", ("reddit+x", 1m))
            .WithConstraint(ConstraintEffect.Forbids, ConstraintSubject.Channel, "goal", "More sign-ups", "x");
        var plan = (await Draft(company)).Output;

        var channel = Assert.Single(plan.Channels);
        Assert.Equal(["reddit"], channel.ChannelIds);
        Assert.Equal(1m, channel.Share);
    }

    [Fact]
    public async Task Split_EveryChannelForbidden_PlansNothingAndAsks()
    {
        var company = Companies.FlagTool().WithBudget(1000, "USD", ("x", 1m))
            .WithConstraint(ConstraintEffect.Forbids, ConstraintSubject.Channel, "goal", "More sign-ups", "x");
        var draft = await Draft(company);

        Assert.Empty(draft.Output.Channels);
        Assert.Null(draft.Output.MonthlyTotal);
        Assert.Contains(draft.OpenQuestions, q => q.Question.StartsWith("Your split gives 100 %", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("JPY", 100001, 1)]
    [InlineData("EUR", 1000.01, 0.01)]
    [InlineData("KWD", 10.001, 0.001)]
    public async Task Split_Thirds_AddUpInTheCurrencysSmallestUnit(string currency, decimal monthly, decimal unit)
    {
        var third = 1m / 3m;
        var company = Companies.PayrollTool().WithBudget(monthly, currency, ("paid_search", third), ("linkedin", third), ("meta", third));
        var plan = (await Draft(company)).Output;

        Assert.Equal(monthly, plan.Channels.Sum(c => c.Monthly!.Amount));
        Assert.Equal(1m, plan.Channels.Sum(c => c.Share!.Value));
        Assert.All(plan.Channels, c => Assert.Equal(0m, c.Monthly!.Amount % unit));
    }

    [Fact]
    public async Task NoSplit_LocalBakerySmallBudget_GetsFewLocalChannels()
    {
        var draft = await Draft(Companies.FrenchBakery().WithBudget(300, "EUR"));
        var plan = draft.Output;
        string[] national = ["podcast_sponsorship", "newsletter_sponsorship", "broadcast", "linkedin", "display", "youtube", "x", "reddit"];

        Assert.Equal("proposed", plan.SplitSource);
        Assert.InRange(plan.Channels.Count, 1, 3);
        Assert.DoesNotContain(plan.Channels.SelectMany(c => c.ChannelIds), national.Contains);
        Assert.Contains(plan.Channels.SelectMany(c => c.ChannelIds), new[] { "local_listing", "out_of_home", "referral" }.Contains);
        Assert.Equal(300m, plan.Channels.Sum(c => c.Monthly!.Amount));
        Assert.Contains(plan.Comments, c => c.Contains("Lyon", StringComparison.Ordinal));
        Assert.Contains(draft.Decisions, d => d.Kind == "budget_split");
    }

    [Fact]
    public async Task NoSplit_LargerBudget_CarriesMoreChannels()
    {
        var small = (await Draft(Companies.GermanMachineBuilder().WithBudget(600, "EUR"))).Output;
        var large = (await Draft(Companies.GermanMachineBuilder().WithBudget(20000, "EUR"))).Output;

        Assert.True(large.Channels.Count > small.Channels.Count);
        Assert.Contains(large.Channels, c => c.ChannelIds.Contains("events") || c.ChannelIds.Contains("linkedin"));
        Assert.Equal(1m, large.Channels.Sum(c => c.Share!.Value));
    }

    [Fact]
    public async Task NoSplit_ForbiddenChannel_IsNeverProposed()
    {
        var free = (await Draft(Companies.GermanMachineBuilder().WithBudget(20000, "EUR"))).Output;
        var best = free.Channels[0].ChannelIds[0];
        var plan = (await Draft(Companies.GermanMachineBuilder().WithBudget(20000, "EUR")
            .WithConstraint(ConstraintEffect.Forbids, ConstraintSubject.Channel, "goal", "Mehr", best))).Output;

        Assert.DoesNotContain(plan.Channels, c => c.ChannelIds.Contains(best));
        Assert.Contains(plan.Excluded, e => e.ChannelId == best && e.ConstraintId == "C1");
    }

    [Fact]
    public async Task NoSplit_OnlyNamedChannelsAllowed_ProposesThoseAlone()
    {
        var company = Companies.Charity().WithBudget(5000, "GBP")
            .WithConstraint(ConstraintEffect.Limits, ConstraintSubject.Channel, "constraints[1]", "Only print and local events", "print", "events");
        var plan = (await Draft(company)).Output;

        Assert.Equal(["events", "print"], plan.Channels.SelectMany(a => a.ChannelIds).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NoBudget_RanksWithoutMoney()
    {
        var draft = await Draft(Companies.Charity());

        Assert.Equal("none", draft.Output.SplitSource);
        Assert.Null(draft.Output.MonthlyTotal);
        Assert.NotEmpty(draft.Output.Channels);
        Assert.All(draft.Output.Channels, c => Assert.True(c.Share is null && c.Monthly is null));
        Assert.Equal("budget", draft.OpenQuestions[0].Field);
        Assert.Contains("Lantern Hospital Fund", draft.OpenQuestions[0].Question, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameOnly_StillAnswers()
    {
        var draft = await Draft(Companies.NameOnly());

        Assert.NotEmpty(draft.Output.Channels);
        Assert.Contains(draft.OpenQuestions, q => q.Field == "geographies");
        Assert.Equal(0, draft.Confidence.Value);
    }

    [Fact]
    public async Task DifferentCompanies_GetDifferentProposals()
    {
        var bakery = (await Draft(Companies.FrenchBakery().WithBudget(5000, "EUR"))).Output;
        var builder = (await Draft(Companies.GermanMachineBuilder().WithBudget(5000, "EUR"))).Output;

        Assert.NotEqual(bakery.Channels.SelectMany(c => c.ChannelIds), builder.Channels.SelectMany(c => c.ChannelIds));
    }

    [Fact]
    public async Task Expectation_WithoutHistory_IsAQuestion()
    {
        var draft = await Draft(Companies.PayrollTool().WithBudget(1000, "USD", ("linkedin", 1m)));

        Assert.StartsWith("A question", Assert.Single(draft.Output.Channels).Expectation, StringComparison.Ordinal);
        Assert.Contains(draft.OpenQuestions, q => q.Field == "past_campaigns");
    }

    [Fact]
    public async Task Expectation_WithHistory_QuotesIt()
    {
        var company = Companies.PayrollTool().WithBudget(1000, "USD", ("linkedin", 1m))
            .WithDocument("Last year", "Our LinkedIn campaign brought 120 leads at 45 USD each.", "2025-05");
        var draft = await Draft(company);

        var channel = Assert.Single(draft.Output.Channels);
        Assert.Contains("120 leads", channel.Expectation, StringComparison.Ordinal);
        Assert.Contains("documents[0]#0", channel.Expectation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ModelChangesTheUsersSplit_IsRefused()
    {
        var input = Companies.PayrollTool().WithBudget(1000, "USD", ("linkedin", 0.5m), ("meta", 0.5m)).Channels();
        IAgentBehaviour agent = new ChannelsAgent();
        var context = TestContexts.Create();
        var plan = (await TestContexts.DraftAsync(new ChannelsAgent(), input, context)).Output;
        var changed = plan with
        {
            Channels = [plan.Channels[0] with { Share = 0.9m, Monthly = new(900, "USD") }, plan.Channels[1] with { Share = 0.1m, Monthly = new(100, "USD") }],
        };

        Assert.NotEmpty(agent.Validate(input, changed, context));
    }

    private static Task<Draft<ChannelPlan>> Draft(Company company) => TestContexts.DraftAsync(new ChannelsAgent(), company.Channels());
}
