using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class CacheCommandTests
{
    [Fact]
    public async Task Cache_Report_IsALineForEachKindAndWhatItSaved()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/cache"] = (200, new()
        {
            ["items"] = new JsonArray(Figures("market_data", 604_800, 1, 2, 0.3333m), Figures("personas", 0, 0, 0, null)),
            ["saved_micros"] = 1_500_000,
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("cache", "--from", "2026-11-01"));

        Assert.Equal("?from=2026-11-01", api.Single("GET", "/api/cache").Query);
        Assert.Equal(
            ["market_data\t7:0:00:00\t1\t2\t4\t33.3 %", "personas\tnot at all\t0\t0\t4\t", "Saved: 1.50 USD"],
            cli.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("/api/cache")]
    [InlineData("/api/cache/market_data", "market_data")]
    [InlineData("/api/cache/a%2Fb", "a/b")]
    public async Task Empty_AllOrOneKind_SaysSo(string path, params string[] kind)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"DELETE {path}"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync(["cache", "empty", .. kind]));
        Assert.Equal($"Emptied.{Environment.NewLine}", cli.Out.ToString());
    }

    private static JsonObject Figures(string kind, long lifetime, long hits, long misses, decimal? rate) =>
        new() { ["kind"] = kind, ["lifetime_seconds"] = lifetime, ["hits"] = hits, ["misses"] = misses, ["fresh"] = 4, ["hit_rate"] = rate };
}
