using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class SourcesCommandTests
{
    [Fact]
    public async Task List_IsALineForEachSource()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/sources"] = (200, new()
        {
            ["items"] = new JsonArray(
                new JsonObject { ["name"] = "newsapi", ["title"] = "NewsAPI", ["kinds"] = new JsonArray("articles"), ["credential"] = "workspace", ["accepted"] = false, ["test_result"] = "It refuses the key.", ["requests_today"] = 7, ["requests_per_day"] = 100 },
                new JsonObject { ["name"] = "pages", ["title"] = "Web pages", ["kinds"] = new JsonArray("pages"), ["credential"] = "not_needed" }),
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("sources"));

        Assert.Equal(
            ["newsapi\tarticles\tthe workspace's\t7 of 100\trefused: It refuses the key.", "pages\tpages\tneeds none\t\t"],
            cli.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Enter_SendsWhatStandsOnStandardInput()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["PUT /api/sources/newsapi/credential"] = (200, new() { ["state"] = "accepted", ["detail"] = "The key is accepted." });
        using var cli = new TestCli(api.Address) { In = "api_key = abc=def\n\nleft=out" };

        Assert.Equal(0, await cli.RunAsync("sources", "enter", "newsapi"));

        Assert.Equal("""{"fields":{"api_key":"abc=def"}}""", api.Single("PUT", "/api/sources/newsapi/credential").Body!.ToJsonString());
        Assert.Contains("accepted", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abcdef")]
    public async Task Enter_WithoutNameAndValue_SendsNothing(string input)
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address) { In = input };

        Assert.NotEqual(0, await cli.RunAsync("sources", "enter", "newsapi"));

        Assert.Contains("name=value", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task Test_OfARefusedKey_FailsAndSaysWhy()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["POST /api/sources/newsapi/test"] = (200, new() { ["state"] = "refused", ["detail"] = "It refuses the key." });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("sources", "test", "newsapi"));
        Assert.Contains("It refuses the key.", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_SaysSo()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["DELETE /api/sources/newsapi/credential"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("sources", "remove", "newsapi"));
        Assert.Contains("Removed.", cli.Out.ToString(), StringComparison.Ordinal);
    }
}
