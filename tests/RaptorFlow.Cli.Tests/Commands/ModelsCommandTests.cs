using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class ModelsCommandTests
{
    [Fact]
    public async Task Models_AreListed_WithPricesAndHowTheirProvidersAre()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/models"] = (200, new()
        {
            ["hosts"] = 2,
            ["providers"] = new JsonArray(Provider("openai", new() { ["closed"] = 1, ["open"] = 1 }, "it failed (500)"), Provider("anthropic", new() { ["closed"] = 2 }), Provider("mistral", [])),
            ["models"] = new JsonArray(Model("gpt", "openai", true), Model("claude", "anthropic", true), Model("large", "mistral", false)),
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("models"));

        Assert.Equal(
            ["gpt\topenai\teconomy, balanced\t0.1\t12\t1 closed, 1 open", "claude\tanthropic\teconomy, balanced\t0.1\t12\tin use", "large\tmistral\teconomy, balanced\t0.1\t12\tnot configured",
                "openai, last failure at 2026-11-23 12:00:00Z: it failed (500)"],
            cli.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(cli.Error.ToString());
    }

    [Fact]
    public async Task Models_WithoutAnyHost_SaysSo()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/models"] = (200, new() { ["hosts"] = 0, ["providers"] = new JsonArray(), ["models"] = new JsonArray() });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("models"));

        Assert.Contains("No agent host", cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Provider(string name, JsonObject circuits, string? failure = null) =>
        new() { ["name"] = name, ["circuits"] = circuits, ["last_failure"] = failure, ["last_failure_at"] = failure is null ? null : "2026-11-23T12:00:00Z" };

    private static JsonObject Model(string id, string provider, bool available) => new()
    {
        ["id"] = id, ["provider"] = provider, ["available"] = available, ["tiers"] = new JsonArray("economy", "balanced"), ["prices"] = new JsonObject { ["input"] = 0.10m, ["output"] = 12m },
    };
}
