using RaptorFlow.Agents;

namespace RaptorFlow.Guilds.Conformance;

public sealed class ShippedCardTests(Installation installation)
{
    [Theory]
    [InlineData("RES-001", CacheKind.MarketData)]
    [InlineData("RES-002", CacheKind.CompetitorProfiles)]
    [InlineData("RES-003", CacheKind.Personas)]
    [InlineData("RES-004", CacheKind.AgentResponses)]
    public void Card_IsKeptAsTheKindOfWhatItAnswers(string code, CacheKind kind) => Assert.Equal(new CacheRule { Kind = kind }, installation.Agent(code).Agent.Card.Cache);

    [Theory]
    [InlineData("RES-019")]
    [InlineData("LORD-001")]
    public void Card_WhoseAnswersHoldForTheMoment_IsNeverKept(string code) => Assert.Equal(TimeSpan.Zero, installation.Agent(code).Agent.Card.Cache.Lifetime);
}
