using RaptorFlow.Agents;
using RaptorFlow.Council.Cognition;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;
using RaptorFlow.Sketches;
using RaptorFlow.Workflows;

namespace RaptorFlow.Cognition;

public sealed class LearningsAgentTests
{
    private const string Rule = "competitors-unnamed";

    [Fact]
    public async Task Learnings_InputAndOutcomeOfARule_AreCountedWithTheirNumbers()
    {
        var draft = await LearnAsync(0.05, []);

        var learning = draft.Output.Learnings.Single(l => l.Key == Rule);
        Assert.Equal((true, 1, 0, 1.0), (learning.Holds, learning.RunsFor, learning.RunsAgainst, learning.Support));
        Assert.Contains("confidence 5 %", learning.Observed, StringComparison.Ordinal);
        Assert.Equal("learning", draft.Remembers.Single(n => n.Key == Rule).Type);
    }

    [Fact]
    public async Task Learnings_FurtherRuns_RaiseAndLowerTheSupport()
    {
        var agrees = await LearnAsync(0.05, [Known(await LearnAsync(0.02, []))]);
        Assert.Equal((2, 0, 1.0), Counts(agrees));

        var disagrees = await LearnAsync(0.6, [Known(agrees)]);
        Assert.Equal((2, 1, 0.67), Counts(disagrees));
        Assert.Contains("Held in 2 of 3 runs", disagrees.Remembers.Single(n => n.Key == Rule).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learnings_SameRunAgain_CountsOnceAndAsItEndedLast()
    {
        var run = Guid.CreateVersion7();
        var first = await LearnAsync(0.05, [], run);

        Assert.Equal((1, 0, 1.0), Counts(await LearnAsync(0.05, [Known(first)], run)));
        Assert.Equal((0, 1, 0.0), Counts(await LearnAsync(0.9, [Known(first)], run)));
    }

    [Fact]
    public async Task Learnings_WhatNeverHeld_IsNotRemembered()
    {
        var draft = await LearnAsync(0.9, []);

        Assert.False(draft.Output.Learnings.Single(l => l.Key == Rule).Holds);
        Assert.DoesNotContain(draft.Remembers, n => n.Key == Rule);
    }

    [Fact]
    public async Task Learnings_RuleWhoseInputTheRunHasNot_IsSilent()
    {
        var draft = await LearnAsync(0.05, [], brief: new() { Name = "Kestrel", Competitors = [new() { Name = "Amplify" }] });

        Assert.DoesNotContain(draft.Output.Learnings, l => l.Key == Rule);
    }

    [Fact]
    public async Task Learnings_TextThatAPersonRewrote_IsCountedAnew()
    {
        var hit = RememberedTexts.Passage("Nothing to read here.", source: MemoryNote.SourceOf("TST-001", Rule));

        Assert.Equal((1, 0, 1.0), Counts(await LearnAsync(0.05, [hit])));
    }

    private static (int, int, double) Counts(Draft<LearningReport> draft) => draft.Output.Learnings.Single(l => l.Key == Rule) is var l ? (l.RunsFor, l.RunsAgainst, l.Support) : default;

    private static MemoryHit Known(Draft<LearningReport> draft) => RememberedTexts.Passage(draft.Remembers.Single(n => n.Key == Rule).Text, source: MemoryNote.SourceOf("TST-001", Rule));

    private static async Task<Draft<LearningReport>> LearnAsync(double confidence, IEnumerable<MemoryHit> known, Guid? run = null, CompanyBrief? brief = null)
    {
        var context = TestContexts.Create("learnings", memory: new RememberedTexts(known), run: run ?? Guid.CreateVersion7());
        var input = new LearningInput
        {
            Company = brief ?? new() { Name = "Kestrel" },
            Results = new Dictionary<string, StepResult> { ["competitors"] = new("RES-002", "succeeded") { Confidence = confidence, Explanation = "1 of 20 fields backed." } },
        };
        IAgentBehaviour agent = new LearningsAgent();
        var draft = await agent.DraftAsync<LearningReport>(input, context);
        Assert.Empty(agent.Validate(input, draft.Output, context));
        return draft;
    }
}
