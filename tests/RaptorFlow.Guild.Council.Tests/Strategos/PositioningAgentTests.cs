using RaptorFlow.Agents;
using RaptorFlow.Council.Strategos;
using RaptorFlow.Marketing;
using RaptorFlow.Sketches;

namespace RaptorFlow.Council.Tests.Strategos;

public sealed class PositioningAgentTests
{
    private static readonly IAgentBehaviour Agent = new PositioningAgent();

    public static TheoryData<string> Companies => [.. Sketchbook.All.Select(s => s.Name)];

    [Fact]
    public async Task Positioning_AudienceOfASeparateTool_PrefersBreadthToOpenSource()
    {
        var output = (await DraftAsync(Sketchbook.Developers)).Output;

        Assert.Equal("Many tools in one platform, usable one by one", output.Candidates[0].Idea);
        Assert.True(output.Candidates[0].Total > output.Candidates.Single(c => c.Idea == "Open source core").Total + 0.1);
        Assert.Equal("LaunchPad", output.Against);
        Assert.DoesNotContain("need", output.Parts.Keys);
    }

    [Fact]
    public async Task Positioning_GoalOfFirstSetUps_PrefersEase()
    {
        var output = (await DraftAsync(Sketchbook.Payroll)).Output;

        Assert.Equal("Simple, fast set-up for people who are not payroll experts", output.Candidates[0].Idea);
        Assert.Equal("Strong accountant channel", output.Candidates.Last(c => c.DifferentiatorIds.Count == 1).Idea);
    }

    [Fact]
    public async Task Positioning_ForbiddenClaim_LosesWhateverItsRelevance()
    {
        var sketch = Sketchbook.Payroll with { Differentiators = ["Zero fines and simple set-up, guaranteed", "Open Saturdays"] };

        var draft = await DraftAsync(sketch);

        Assert.Equal("Open Saturdays", draft.Output.Candidates[0].Idea);
        Assert.Equal(0, draft.Output.Candidates[^1].Total);
        Assert.Contains(draft.ConstraintsApplied, u => u.ConstraintId == "C1");
    }

    [Fact]
    public async Task Positioning_AlmostEmptyBrief_AsksInsteadOfInventing()
    {
        var draft = await DraftAsync(Sketchbook.Nearly);

        Assert.Empty(draft.Output.Candidates);
        Assert.Empty(draft.Output.Parts);
        Assert.InRange(draft.OpenQuestions.Count, 3, 6);
        Assert.Equal(0, draft.Confidence.Value);
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Positioning_AnyCompany_QuotesOnlyItsFactsAndPassesItsOwnRules(string name)
    {
        var sketch = Sketchbook.All.Single(s => s.Name == name);
        var draft = await DraftAsync(sketch);
        TestContext.Current.TestOutputHelper?.WriteLine(Printed.Of(draft));

        Assert.Empty(Claims.Unfounded(draft, sketch.Brief));
        Assert.Empty(Agent.Validate(sketch.PositioningInput, draft.Output, TestContexts.Create("positioning")));
    }

    private static Task<Draft<PositioningStrategy>> DraftAsync(CompanySketch sketch) =>
        Agent.DraftAsync<PositioningStrategy>(sketch.PositioningInput, TestContexts.Create("positioning"));
}
