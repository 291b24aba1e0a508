using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Trends;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Tests.Trends;

public sealed class TrendsAgentTests
{
    [Fact]
    public async Task NoDatedDocuments_WatchesProductsAndAsks()
    {
        var draft = await Draft(Companies.FlagTool());

        Assert.Empty(draft.Output.Topics);
        Assert.Contains("Feature flags", draft.Output.Watch[0].Statement, StringComparison.Ordinal);
        Assert.Contains("Feature flags", Assert.Single(draft.OpenQuestions).Question, StringComparison.Ordinal);
        Assert.Equal(0, draft.Confidence.Value);
    }

    [Fact]
    public async Task TwoDatedDocuments_GiveStrengthButNoDirection()
    {
        var company = Companies.FlagTool()
            .WithDocument("Post", "Session replay is talked about.", "2025-01")
            .WithDocument("Post", "Session replay again.", "2026-01");
        var topic = (await Draft(company)).Output.Topics.Single(t => t.Topic == "Session replay");

        Assert.Equal(TrendDirection.Unknown, topic.Direction);
        Assert.Equal(1, topic.Strength);
    }

    [Fact]
    public async Task MentionsGrowAndShrink_DirectionsFollow()
    {
        var company = Companies.FlagTool()
            .WithDocument("A", "Session replay, session replay and session replay. Nothing else was on the agenda that afternoon.", "2023")
            .WithDocument("B", "Session replay and session replay. Feature flags came up once in a long afternoon meeting here.", "2024")
            .WithDocument("C", "Session replay. Feature flags, feature flags. The rest of the afternoon was about something else.", "2025")
            .WithDocument("D", "Feature flags, feature flags, feature flags. The rest of the afternoon was about hiring again.", "2026-02");
        var topics = (await Draft(company)).Output.Topics.ToDictionary(t => t.Topic, StringComparer.Ordinal);

        Assert.Equal(TrendDirection.Fading, topics["Session replay"].Direction);
        Assert.Equal(TrendDirection.Rising, topics["Feature flags"].Direction);
        Assert.True(topics["Feature flags"].Strength > topics["Session replay"].Strength);
        Assert.All(topics["Feature flags"].Evidence, e => Assert.NotNull(e.Date));
    }

    [Fact]
    public async Task AbsentFromTheOlderHalf_IsEmerging()
    {
        var company = Companies.FlagTool()
            .WithDocument("A", "Nothing of interest happened at all.", "2022")
            .WithDocument("B", "Nothing of interest happened either.", "2023")
            .WithDocument("C", "Surveys were mentioned at one meeting.", "2024")
            .WithDocument("D", "Surveys, surveys and more surveys now.", "2025");

        Assert.Equal(TrendDirection.Emerging, (await Draft(company)).Output.Topics.Single(t => t.Topic == "Surveys").Direction);
    }

    [Fact]
    public async Task UndatedDocument_IsAskedForItsDate()
    {
        var draft = await Draft(Companies.FlagTool().WithDocument("Trade letter", "Surveys are everywhere."));

        Assert.Contains(draft.OpenQuestions, q => q.Field == "documents[0].date" && q.Question.Contains("Trade letter", StringComparison.Ordinal));
        Assert.Empty(draft.Output.Topics);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, 1)]
    [InlineData(new double[] { 4, 3, 2, 1 }, -1)]
    [InlineData(new double[] { 2, 2, 2 }, 0)]
    [InlineData(new double[] { 1, 3, 2 }, 1.0 / 3)]
    public void Tau_OfASeries_IsKendalls(double[] values, double tau) =>
        Assert.Equal(tau, MannKendall.Tau([.. values.Select((v, i) => (new DateOnly(2020 + i, 1, 1), v))]), 6);

    private static Task<Draft<TrendReport>> Draft(Company company) => TestContexts.DraftAsync(new TrendsAgent(), company.Trends());
}
