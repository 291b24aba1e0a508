using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Pillars;
using RaptorFlow.Muse.Storyteller;
using RaptorFlow.Sketches;

namespace RaptorFlow.Muse.Tests.Pillars;

public sealed class PillarsAgentTests
{
    private static readonly IAgentBehaviour Agent = new PillarsAgent();

    public static TheoryData<string> Companies => [.. Sketchbook.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Plan_AnyCompany_QuotesOnlyItsFactsAndPassesItsOwnRules(string name)
    {
        var sketch = Sketchbook.All.Single(s => s.Name == name);
        var (input, draft) = await DraftAsync(sketch);
        foreach (var pillar in draft.Output.Pillars)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"# {pillar.Name} {pillar.Share} {string.Join(",", pillar.PersonaIds)}");
            foreach (var topic in pillar.Topics)
                TestContext.Current.TestOutputHelper?.WriteLine($"  {topic.Title} [{topic.Format}; {string.Join(",", topic.ChannelIds)}] needs: {topic.Needs}");
        }

        Assert.Empty(Claims.Unfounded(draft, sketch.Brief));
        Assert.Empty(Agent.Validate(input, draft.Output, TestContexts.Create("content-pillars")));
        Assert.InRange(draft.Output.Pillars.Count, sketch.Products.Length > 0 ? 3 : 0, 5);
    }

    [Fact]
    public async Task Plan_ComparisonsUnderConditions_AreDatedAndNeedSources()
    {
        var (_, draft) = await DraftAsync(Sketchbook.Developers);

        var topic = draft.Output.Pillars.SelectMany(p => p.Topics).First(t => t.Format == "comparison");
        Assert.Contains("LaunchPad", topic.Title, StringComparison.Ordinal);
        Assert.Contains("March 2026", topic.Title, StringComparison.Ordinal);
        Assert.Contains("date and fair sources: C2", topic.Needs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ComparisonsForbidden_NamesNoCompetitor()
    {
        var (_, draft) = await DraftAsync(Sketchbook.Machines);

        Assert.DoesNotContain(draft.Output.Pillars.SelectMany(p => p.Topics), t => t.Title.Contains("Grobmann", StringComparison.Ordinal) || t.Format == "comparison");
        Assert.Contains(draft.ConstraintsApplied, u => u.ConstraintId == "C1");
    }

    [Fact]
    public async Task Plan_FrenchBakery_SpeaksFrenchAboutItsOwnProducts()
    {
        var (_, draft) = await DraftAsync(Sketchbook.Bakery);

        Assert.Contains(draft.Output.Pillars, p => p.Name == "Buffets pour entreprises");
        Assert.Contains(draft.Output.Pillars.SelectMany(p => p.Topics), t => t.Title == "Avant Noël : buffets pour entreprises");
    }

    private static async Task<(ContentInput Input, Draft<ContentPlan> Draft)> DraftAsync(CompanySketch sketch)
    {
        IAgentBehaviour storyteller = new StorytellerAgent();
        var house = await storyteller.DraftAsync<MessageHouse>(sketch.Messaging(), TestContexts.Create("message-house"));
        var input = sketch.Content(house.Output);
        return (input, await Agent.DraftAsync<ContentPlan>(input, TestContexts.Create("content-pillars")));
    }
}
