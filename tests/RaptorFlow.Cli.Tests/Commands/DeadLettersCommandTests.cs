using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class DeadLettersCommandTests
{
    private const string Path = "/api/ops/dead-letters";

    [Theory]
    [InlineData("dead-letters")]
    [InlineData("dead-letters", "show")]
    [InlineData("dead-letters", "retry")]
    [InlineData("dead-letters", "discard")]
    [InlineData("dead-letters", "list", "--step", "x")]
    public async Task Run_Misused_ExitsWithTwo(params string[] arguments)
    {
        using var cli = new TestCli();

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
    }

    [Fact]
    public async Task List_DeadTasks_IsALineEach()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Path}"] = (200, Page(Letter("t1", "it broke"), Letter("t2", null)));
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "list"));

        Assert.Equal(["t1\tRES-001\tmarket\tbug\tit broke\t2025-11-01 10:00:00Z", "t2\tRES-001\tmarket\tbug\t\t2025-11-01 10:00:00Z"], Lines(cli));
        Assert.Empty(cli.Error.ToString());
    }

    [Fact]
    public async Task List_Filters_AreSentAsTheyAre()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Path}"] = (200, Page());
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "list", "--agent", "A&cause=x", "--cause", "timeout", "--limit", "7"));

        Assert.Equal("?agent=A%26cause%3Dx&cause=timeout&limit=7", api.Single("GET", Path).Query);
        Assert.Empty(cli.Out.ToString());
    }

    [Fact]
    public async Task List_MoreThanAPage_SaysThatThereIsMore()
    {
        await using var api = await ScriptedApi.StartAsync();
        var page = Page(Letter("t1", "it broke"));
        page["next_cursor"] = "c1";
        api.Answers[$"GET {Path}"] = (200, page);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "list"));

        Assert.Single(Lines(cli));
        Assert.Contains("There are more", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_HostileError_IsPrintedWithoutWhatCommandsTheTerminal(bool interactive)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Path}"] = (200, Page(Letter("t1", "\u001b[2J\u009b31m[red]boo[/]\r\nt9\tRES-999\u202e\u0000!")));
        using var cli = new TestCli(api.Address) { Interactive = interactive };

        Assert.Equal(0, await cli.RunAsync("dead-letters", "list"));

        var printed = cli.Out.ToString();
        Assert.DoesNotContain(printed, c => (char.IsControl(c) && c is not ('\r' or '\n' or '\t')) || c == '\u202e');
        Assert.Contains("[red]boo[/]", printed, StringComparison.Ordinal);
        if (!interactive)
            Assert.Equal("[2J31m[red]boo[/] t9 RES-999!", Assert.Single(Lines(cli)).Split('\t')[4]);
    }

    [Fact]
    public async Task Show_OneLetter_PrintsAllOfItAsJson()
    {
        await using var api = await ScriptedApi.StartAsync();
        var letter = Letter("t1", "\u001b[31m\u202eevil");
        letter["history"] = new JsonArray(new JsonObject { ["attempt"] = 1 });
        api.Answers[$"GET {Path}/t1"] = (200, letter);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "show", "t1"));

        Assert.DoesNotContain(cli.Out.ToString(), c => c is '\u001b' or '\u202e');
        Assert.Equal(1, JsonNode.Parse(cli.Out.ToString())!["history"]![0]!["attempt"]!.GetValue<int>());
    }

    [Fact]
    public async Task Retry_DeadTask_SaysHowToFollowItsRun()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST {Path}/t1/retry"] = (202, new() { ["run_id"] = "r7", ["status"] = "queued" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "retry", "t1"));

        Assert.True(Guid.TryParse(api.Single("POST", $"{Path}/t1/retry").Headers["Idempotency-Key"], out _));
        Assert.Contains("runs watch r7", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discard_DeadTask_SaysSo()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"DELETE {Path}/t1"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("dead-letters", "discard", "t1"));
        Assert.Equal("Discarded.", Assert.Single(Lines(cli)));
    }

    [Theory]
    [InlineData("show", "GET", "")]
    [InlineData("retry", "POST", "/retry")]
    [InlineData("discard", "DELETE", "")]
    public async Task OfOne_NoSuchLetter_ExitsWithOneAndTellsWhy(string command, string method, string suffix)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"{method} {Path}/t1{suffix}"] = (404, new() { ["title"] = "Not Found", ["detail"] = "There is no such dead letter.\u001b[2J", ["error_code"] = "dead_letter_not_found" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("dead-letters", command, "t1"));
        Assert.Empty(cli.Out.ToString());
        Assert.Contains("There is no such dead letter.[2J", cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Page(params JsonNode[] letters) => new() { ["items"] = new JsonArray(letters) };

    private static JsonObject Letter(string id, string? error) => new()
    {
        ["id"] = id, ["agent"] = "RES-001", ["step"] = "market", ["cause"] = "bug", ["error"] = error, ["died_at"] = "2025-11-01T10:00:00+00:00",
    };

    private static string[] Lines(TestCli cli) => cli.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
