using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Models;

public sealed class InstalledModelsTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private InstalledModels _models = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _source = NpgsqlDataSource.Create(_database.AppConnectionString);
        _models = new(new(_source));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task NoHost_IsSaid_AndEveryTierIsEmpty()
    {
        var view = await _models.ViewAsync(Token);

        Assert.Equal((0, 0, 0), (view.Hosts, view.Providers.Count, view.Models.Count));
        Assert.All(view.Tiers, tier => Assert.Empty(tier.Models));
    }

    [Fact]
    public async Task Hosts_WithDifferentCircuits_AreCounted_AndTheLastFailureOfAllIsShown()
    {
        await _models.ReportAsync("a", new([Provider("closed", "it limits the rate of calls (429)", Noon)], []), Token);
        await _models.ReportAsync("b", new([Provider("open", "it failed (500)", Noon.AddMinutes(1))], []), Token);
        await _models.ReportAsync("c", new([Provider("open", null, null)], []), Token);
        await _models.ReportAsync("d", new([Provider(null, null, null)], []), Token);

        var view = await _models.ViewAsync(Token);

        var provider = Assert.Single(view.Providers);
        Assert.Equal((4, true, "it failed (500)", Noon.AddMinutes(1)), (view.Hosts, provider.Configured, provider.LastFailure, provider.LastFailureAt));
        Assert.Equal(new Dictionary<string, int> { ["closed"] = 1, ["open"] = 2 }, provider.Circuits);
    }

    [Fact]
    public async Task Tiers_AreWhatCallsAreSentTo_WithoutModelsThatCannotBeAsked()
    {
        await _models.ReportAsync("a", new([], [Listing("big", ModelTier.Premium), Listing("keyless", ModelTier.Balanced) with { Available = false }, Listing("small", ModelTier.Economy, ModelTier.Balanced)]), Token);

        var tiers = (await _models.ViewAsync(Token)).Tiers.ToDictionary(tier => tier.Tier, tier => tier.Models);

        Assert.Equal(["small"], tiers[ModelTier.Economy]);
        Assert.Equal(["small"], tiers[ModelTier.Balanced]);
        Assert.Equal(["big", "small"], tiers[ModelTier.Premium]);
    }

    [Fact]
    public async Task Host_ThatReportsAgain_IsCountedOnce_AndNotAtAllWhenItStopsOrFallsSilent()
    {
        foreach (var host in new[] { "a", "a", "b", "c" })
            await _models.ReportAsync(host, new([], []), Token);
        await _models.RemoveAsync("b", Token);
        await SilenceAsync("c");

        Assert.Equal(1, (await _models.ViewAsync(Token)).Hosts);
    }

    private async Task SilenceAsync(string host)
    {
        await using var scope = await new Database(_source).BeginAsync(Token);
        await scope.ExecuteAsync("update model_reports set seen_at = now() - interval '1 minute' where host = @host", new { host }, Token);
        await scope.CommitAsync(Token);
    }

    private static ProviderHealth Provider(string? circuit, string? failure, DateTimeOffset? at) => new("openai", "openai", circuit is not null, circuit, ["gpt"], failure, at);

    private static ModelListing Listing(string id, params ModelTier[] tiers) => new()
    {
        Id = id,
        Provider = "openai",
        Available = true,
        Tiers = tiers,
        Abilities = ["tools"],
        ContextTokens = 100_000,
        MaxOutputTokens = 8_000,
        Prices = new(1, 0.1m, 1.25m, 5, 5),
        LongContext = new(50_000, new(2, 0.2m, 2.5m, 10, 10)),
    };
}
