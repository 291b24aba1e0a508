using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Api.Tests.Models;

public sealed class ModelsTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Fact]
    public async Task Models_AreShownWithPrices_WhereCallsGo_AndHowProvidersAre()
    {
        var health = api.Services.GetRequiredService<IModelHealth>();
        await api.Services.GetRequiredService<InstalledModels>().ReportAsync(
            "a host", new(health.Providers, [.. health.Models.Select(model => model with { Available = model.Provider == "openai" })]), TestContext.Current.CancellationToken);
        var client = (await api.SignUpWithWorkspaceAsync()).Client;

        var shown = await client.GetForAsync("/api/models", 200);

        Assert.Equal(1, shown.GetProperty("hosts").GetInt32());
        var luna = shown.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("id").GetString() == "gpt-6-luna");
        Assert.Equal((0.1m, 0.5m), (luna.GetProperty("prices").GetProperty("input").GetDecimal(), luna.GetProperty("prices").GetProperty("output").GetDecimal()));
        var premium = shown.GetProperty("tiers").EnumerateArray().Single(tier => tier.GetProperty("tier").GetString() == "premium");
        Assert.Equal("gpt-6-luna", premium.GetProperty("models").EnumerateArray().Last().GetString());
        var openai = shown.GetProperty("providers").EnumerateArray().Single(provider => provider.GetProperty("name").GetString() == "openai");
        Assert.False(openai.GetProperty("configured").GetBoolean());
        Assert.Empty(openai.GetProperty("circuits").EnumerateObject());
    }
}
