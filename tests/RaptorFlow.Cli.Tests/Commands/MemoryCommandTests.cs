using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class MemoryCommandTests
{
    private const string Path = "/api/memory/documents";

    [Theory]
    [InlineData("memory")]
    [InlineData("memory", "add")]
    [InlineData("memory", "show")]
    [InlineData("memory", "remove")]
    [InlineData("memory", "refresh")]
    [InlineData("memory", "list", "--step", "x")]
    public async Task Run_Misused_ExitsWithTwo(params string[] arguments)
    {
        using var cli = new TestCli();

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
    }

    [Fact]
    public async Task Add_Text_IsSentAsJsonWithWhatIsSaidAboutIt()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "add", cli.File("notes.txt", "Text."), "--title", "Mine", "--type", "interview", "--replace", "--collection", "codex_knowledge"));

        Assert.Equal("""{"title":"Mine","text":"Text.","collection":"codex_knowledge","type":"interview","source":"notes.txt","replace":true}""", api.Single("POST", Path).Body!.ToJsonString());
        Assert.Contains("Mine: kept as m1 in codex_knowledge", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_FileOfAnotherType_IsSentAsItIs()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST {Path}"] = (200, new() { ["id"] = "m2", ["title"] = "Prices", ["revision"] = 3 });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "add", cli.File("prices.csv", "a;b\n1;2"), "--replace"));

        Assert.Equal("""{"collection":"campaign_briefs","replace":"true","file":"prices.csv 7"}""", api.Single("POST", Path).Body!.ToJsonString());
        Assert.Contains("Prices: kept as m2 in campaign_briefs, revision 3", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Address_IsLeftToTheApiToFetch()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "add", "https://example.com/page"));

        Assert.Equal("""{"url":"https://example.com/page","collection":"campaign_briefs","replace":false}""", api.Single("POST", Path).Body!.ToJsonString());
    }

    [Fact]
    public async Task Add_FileThatIsNotThere_SendsNothing()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("memory", "add", "gone.pdf"));

        Assert.Contains("there is no such document", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Add_Refused_SaysWhy()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST {Path}"] = (422, new() { ["title"] = "Unprocessable", ["detail"] = "The robots.txt forbids it.", ["error_code"] = "address_robots" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("memory", "add", "https://example.com/page"));
        Assert.Contains("The robots.txt forbids it.", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Documents_AreALineEachWithoutWhatCommandsTheTerminal()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Path}"] = (200, new()
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["id"] = "m1", ["title"] = "A\u001b[2J title", ["collection"] = "codex_knowledge", ["address"] = "https://example.com/", ["revision"] = 2, ["updated_at"] = "2025-11-01T10:00:00+00:00", ["last_error"] = "Gone.",
            }),
            ["next_cursor"] = "c1",
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "list", "--collection", "a&b", "--limit", "1"));

        Assert.Equal("?collection=a%26b&limit=1", api.Single("GET", Path).Query);
        Assert.Equal("m1\tA[2J title\tcodex_knowledge\t\thttps://example.com/\t2\t2025-11-01 10:00:00Z\tGone.", cli.Out.ToString().Trim());
        Assert.Contains("There are more", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Document_PrintsAllOfItAsJson()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Path}/m1"] = (200, new() { ["id"] = "m1", ["text"] = "# Notes\u001b" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "show", "m1"));

        Assert.DoesNotContain('\u001b', cli.Out.ToString());
        Assert.Equal("# Notes\u001b", JsonNode.Parse(cli.Out.ToString())!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true, "Changed: revision 4.")]
    [InlineData(false, "Unchanged.")]
    public async Task Refresh_Document_SaysWhetherItChanged(bool changed, string said)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST {Path}/m1/refresh"] = (200, new() { ["changed"] = changed, ["document"] = new JsonObject { ["id"] = "m1", ["revision"] = 4 } });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "refresh", "m1"));

        Assert.Equal(said, cli.Out.ToString().Trim());
        Assert.True(Guid.TryParse(api.Single("POST", $"{Path}/m1/refresh").Headers["Idempotency-Key"], out _));
    }

    [Fact]
    public async Task Remove_Document_SaysSo()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"DELETE {Path}/m1"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "remove", "m1"));
        Assert.Equal("Removed.", cli.Out.ToString().Trim());
    }
}
