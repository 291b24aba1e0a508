using RaptorFlow.Agents;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.Core.Tests.Agents;

public sealed class CardCacheTests
{
    [Theory]
    [InlineData("cache: market_data", CacheKind.MarketData, null)]
    [InlineData("cache: competitor_profiles", CacheKind.CompetitorProfiles, null)]
    [InlineData("cache: personas", CacheKind.Personas, null)]
    [InlineData("cache: campaign_results", CacheKind.CampaignResults, null)]
    [InlineData("cache: preferences", CacheKind.Preferences, null)]
    [InlineData("cache: agent_responses", CacheKind.AgentResponses, null)]
    [InlineData("cache: 7d", CacheKind.AgentResponses, "7.00:00:00")]
    [InlineData("cache: \"0s\"", CacheKind.AgentResponses, "00:00:00")]
    [InlineData("tier: economy", CacheKind.AgentResponses, null)]
    public void Card_NamesAKindOrALifetime(string line, CacheKind kind, string? lifetime)
    {
        var (card, errors) = Read(line);

        Assert.Empty(errors);
        Assert.Equal(new CacheRule { Kind = kind, Lifetime = lifetime is null ? null : TimeSpan.Parse(lifetime, System.Globalization.CultureInfo.InvariantCulture) }, card!.Cache);
    }

    [Theory]
    [InlineData("embeddings")]
    [InlineData("Market_Data")]
    [InlineData("markets")]
    [InlineData("1 week")]
    [InlineData("\"\"")]
    [InlineData("-1d")]
    public void Card_UnknownText_IsAnErrorThatNamesTheChoices(string text)
    {
        var (card, errors) = Read($"cache: {text}");

        Assert.Null(card);
        Assert.Equal(
            $"card.md: 'cache' must be a number with s, m, h or d, such as 60s, or one of agent_responses, market_data, competitor_profiles, personas, campaign_results, preferences, not '{text.Trim('"')}'.",
            Assert.Single(errors));
    }

    [Theory]
    [InlineData("367d", "must lie between")]
    [InlineData("[personas]", "must be a text")]
    public void Card_WhatIsNoLifetime_IsAnError(string text, string error)
    {
        var (card, errors) = Read($"cache: {text}");

        Assert.Null(card);
        Assert.Contains(error, Assert.Single(errors.Distinct()), StringComparison.Ordinal);
    }

    private static (AgentCard? Card, List<string> Errors) Read(string line)
    {
        var errors = new List<string>();
        var card = CardReader.Read("card.md", $"---\ncode: RES-001\nname: n\nsummary: s\ncapabilities:\n  - name: c\n    behaviour: b\n{line}\n---\nSay.", errors);
        return (card, errors);
    }
}
