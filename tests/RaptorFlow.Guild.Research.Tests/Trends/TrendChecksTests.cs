using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Trends;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Trends;

/// <summary>What a model may not do to trends: directions, strengths and counts are computed.</summary>
public sealed class TrendChecksTests
{
    private static readonly TrendsInput Input = Companies.FlagTool().Trends(
        new SearchInterest("Feature flags", [.. Enumerable.Range(0, 30).Select(i => new SearchInterestPoint(new DateOnly(2023, 1, 1).AddMonths(i), 20 + i))]));

    [Fact]
    public async Task Renamed_Stands() => Assert.Empty(Problems(await With(t => t with { Topic = "Flags for features" })));

    [Fact]
    public async Task AnotherDirection_IsRefused() => Assert.Contains(Problems(await With(t => t with { Direction = TrendDirection.Fading })), p => p.Path == "topics[0].direction");

    [Fact]
    public async Task AnotherStrength_IsRefused() => Assert.Contains(Problems(await With(t => t with { Strength = 0.99 })), p => p.Path == "topics[0].direction");

    [Fact]
    public async Task AnotherSignal_IsRefused() =>
        Assert.Contains(Problems(await With(t => t with { Signals = [t.Signals[0] with { Direction = TrendDirection.Stable }] })), p => p.Path == "topics[0].signals");

    [Fact]
    public async Task NumberOfItsOwn_IsRefused() => Assert.Contains(Problems(await With(t => t with { Explanation = "Up by 45 % a year." })), p => p.Path == "topics[0].explanation");

    [Fact]
    public async Task TopicOfItsOwn_IsRefused() =>
        Assert.Contains(Problems(await With(t => t with { Topic = "Agents", Evidence = [new("products[0]", "Product analytics") { Date = "2025" }] })), p => p.Path == "topics[0].topic");

    [Fact]
    public async Task UndatedEvidence_IsRefused() =>
        Assert.Contains(Problems(await With(t => t with { Evidence = [t.Evidence[0] with { Date = null }] })), p => p.Path == "topics[0].evidence");

    private static IEnumerable<OutputProblem> Problems(TrendReport output) => ((IAgentBehaviour)new TrendsAgent()).Validate(Input, output, TestContexts.Create());

    private static async Task<TrendReport> With(Func<Trend, Trend> change)
    {
        var draft = (await TestContexts.DraftAsync(new TrendsAgent(), Input)).Output;
        return draft with { Topics = [change(Assert.Single(draft.Topics))] };
    }
}
