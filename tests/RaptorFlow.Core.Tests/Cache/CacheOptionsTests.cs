using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Tests.Cache;

public sealed class CacheOptionsTests
{
    [Fact]
    public void Lifetimes_WithoutSettings_AreTheDocumentedOnes() => Assert.Equal(
        [("agent_responses", 1), ("market_data", 7), ("competitor_profiles", 7), ("personas", 30), ("campaign_results", 365), ("preferences", 30), ("embeddings", 7)],
        new CacheOptions().Lifetimes.Select(of => (of.Kind, of.Lifetime.TotalDays)));

    [Fact]
    public void LifetimeOfACard_IsItsOwnElseTheSettingOfItsKind()
    {
        var options = Read(("Cache:MarketData", "3.00:00:00"), ("Cache:AgentResponses", "00:00:00"));

        Assert.Equal(TimeSpan.FromDays(3), options.LifetimeOf(new() { Kind = CacheKind.MarketData }));
        Assert.Equal(TimeSpan.FromHours(1), options.LifetimeOf(new() { Kind = CacheKind.MarketData, Lifetime = TimeSpan.FromHours(1) }));
        Assert.Equal(TimeSpan.Zero, options.LifetimeOf(new() { Kind = CacheKind.MarketData, Lifetime = TimeSpan.Zero }));
        Assert.Equal(TimeSpan.Zero, options.LifetimeOf(new()));
    }

    [Theory]
    [InlineData("AgentResponses", "-00:00:01")]
    [InlineData("MarketData", "366.00:00:01")]
    [InlineData("CompetitorProfiles", "-1.00:00:00")]
    [InlineData("Personas", "1000.00:00:00")]
    [InlineData("CampaignResults", "367.00:00:00")]
    [InlineData("Preferences", "-00:00:00.001")]
    [InlineData("Embeddings", "367.00:00:00")]
    [InlineData("Local", "00:00:00")]
    [InlineData("Warming:Every", "00:00:00")]
    [InlineData("Warming:Rest", "-00:00:01")]
    [InlineData("Warming:MostUsd", "-1")]
    [InlineData("Warming:LeastLeftPercent", "100.4")]
    [InlineData("Warming:MostUsd", "-0.4")]
    public async Task Start_SettingOutOfRange_IsRefusedAndNamed(string setting, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new($"Cache:{setting}", value)]);
        await using var source = NpgsqlDataSource.Create("Host=localhost");
        builder.Services.AddSingleton(new Database(source)).AddWorkspaceCache();
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"Cache:{setting} must lie between", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warming_OfAnUnknownKind_IsRefusedAndNamed()
    {
        var options = new WarmingOptions { Kinds = { "personas", "weather", "embeddings" } };

        Assert.Equal(["Cache:Warming:Kinds:1", "Cache:Warming:Kinds:2"], new WarmingOptionsValidator().Validate(null, options).Failures!.Select(f => f.Split(" is ")[0]));
    }

    [Theory]
    [InlineData(false, "market_data", false)]
    [InlineData(true, "market_data", true)]
    [InlineData(true, "competitor_profiles", true)]
    [InlineData(true, "personas", false)]
    public void Warming_IsOffUnlessItIsWanted_AndThenOfMarketsAndCompetitors(bool enabled, string kind, bool warms) =>
        Assert.Equal(warms, new WarmingOptions { Enabled = enabled }.Wanted.Contains(kind));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("366.00:00:00")]
    public void Lifetime_AtTheEndOfItsRange_Stands(string value) => Assert.Equal(value, Read(("Cache:Personas", value)).Personas.ToString());

    private static CacheOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddWorkspaceCache().BuildServiceProvider();
        return services.GetRequiredService<IOptions<CacheOptions>>().Value;
    }
}
