using RaptorFlow.Agents;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.Core.Tests.Agents;

public sealed class CapabilityTierTests
{
    [Fact]
    public void Capability_AsksForItsOwnTier_ElseForItsCards()
    {
        var (card, errors) = Read("premium", "balanced");

        Assert.Empty(errors);
        Assert.Equal([ModelTier.Balanced, ModelTier.Premium], card!.Capabilities.Select(card.TierOf));
    }

    [Fact]
    public void UnknownTiers_AreErrorsThatNameTheirPlaces()
    {
        var (_, errors) = Read("cheap", "dear");

        Assert.Equal(
            ["TST-001.md: capability 'one': tier 'dear' is unknown; use economy, balanced or premium.", "TST-001.md: tier 'cheap' is unknown; use economy, balanced or premium."],
            errors.Order(StringComparer.Ordinal));
    }

    private static (AgentCard? Card, List<string> Errors) Read(string cardTier, string capabilityTier)
    {
        List<string> errors = [];
        var card = CardReader.Read("TST-001.md", $$"""
            ---
            code: TST-001
            name: Tester
            summary: It tests.
            tier: {{cardTier}}
            capabilities:
              - name: one
                behaviour: b
                tier: {{capabilityTier}}
              - name: two
                behaviour: b
            ---
            Test.
            """, errors);
        return (card, errors);
    }
}
