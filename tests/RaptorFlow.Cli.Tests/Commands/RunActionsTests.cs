using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class RunActionsTests
{
    [Theory]
    [InlineData("runs", "pause")]
    [InlineData("runs", "resume")]
    [InlineData("runs", "cancel")]
    [InlineData("runs", "retry")]
    [InlineData("runs", "fork", "r1")]
    [InlineData("runs", "approve", "r1", "a1")]
    [InlineData("runs", "approve", "r1", "--content-hash", "x")]
    [InlineData("runs", "reject", "r1", "a1", "--hash", "x")]
    [InlineData("runs", "pause", "r1", "r2")]
    public async Task Run_Misused_ExitsWithTwoAndAsksNobody(params string[] arguments)
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("resume", "running")]
    [InlineData("cancel", "cancelled")]
    public async Task Change_Run_SaysWhatItIsNow(string action, string status)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST /api/runs/r1/{action}"] = (200, new() { ["id"] = "r1", ["status"] = status });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("runs", action, "r1"));
        Assert.Equal($"The run is {status}.{Environment.NewLine}", cli.Out.ToString());
    }

    [Theory]
    [InlineData("pause", 409, "run_not_pausable")]
    [InlineData("resume", 409, "run_not_paused")]
    [InlineData("cancel", 404, "run_not_found")]
    [InlineData("retry", 409, "run_not_over")]
    public async Task Change_Refused_ExitsWithOneAndTellsWhy(string action, int status, string code)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST /api/runs/r1/{action}"] = (status, Refusal(code));
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("runs", action, "r1"));
        Assert.Empty(cli.Out.ToString());
        Assert.All(["It does not fit.", "Do something else.", code], text => Assert.Contains(text, cli.Error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_IdWithWhatAddressesAreMadeOf_IsOneSegment()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("runs", "cancel", "r1/pause?x=#"));
        Assert.Contains(api.Requests, r => r.Method == "POST" && r.Path.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_WithoutOptions_SendsAKeyAndNothingElse()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["POST /api/runs/r1/retry"] = (202, Started("r1"));
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("runs", "retry", "r1"));

        var sent = api.Single("POST", "/api/runs/r1/retry");
        Assert.Equal("{}", sent.Body!.ToJsonString());
        Assert.True(Guid.TryParse(sent.Headers["Idempotency-Key"], out _));
        Assert.Contains("runs watch r1", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("fork")]
    public async Task Again_FromAStepWithInputOfAFile_SendsBoth(string action)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"POST /api/runs/r1/{action}"] = (202, Started("r2"));
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("runs", action, "r1", "--from", "market", "--input", cli.File("input.json", """{"company":{"name":"Ä"}}""")));

        Assert.Equal("""{"from":"market","input":{"company":{"name":"Ä"}}}""", Plain(api.Single("POST", $"/api/runs/r1/{action}").Body!));
        Assert.Contains("runs watch r2", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"company":""", "--input: line 1")]
    [InlineData("nowhere.json", "nowhere.json")]
    public async Task Again_InputThatCannotBeRead_SaysWhereAndSendsNothing(string input, string said)
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("runs", "retry", "r1", "--input", input));
        Assert.Contains(said, cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("/api/runs/approvals")]
    [InlineData("/api/runs/r1/approvals", "r1")]
    public async Task Approvals_OfTheWorkspaceOrOneRun_PrintsThemAsJson(string path, params string[] run)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {path}"] = (200, new() { ["items"] = new JsonArray(new JsonObject { ["id"] = "a1", ["content"] = new JsonObject { ["text"] = "naïve" } }) });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync(["runs", "approvals", .. run]));
        Assert.Contains("naïve", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal("a1", JsonNode.Parse(cli.Out.ToString())![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Approvals_HostileContent_ReachesTheTerminalEscaped()
    {
        const string hostile = "\u001b[2Jred\u009b31m\u202edlrow\u2066";
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/runs/approvals"] = (200, new() { ["items"] = new JsonArray(new JsonObject { ["content"] = hostile }) });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("runs", "approvals"));

        Assert.DoesNotContain(cli.Out.ToString(), c => (char.IsControl(c) && c is not ('\r' or '\n')) || c is '\u202e' or '\u2066');
        Assert.Equal(hostile, JsonNode.Parse(cli.Out.ToString())![0]!["content"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("approve", "Approved.")]
    [InlineData("reject", "Rejected.")]
    public async Task Decide_OnContent_SendsItsHashAndTheComment(string decision, string said)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["POST /api/runs/r1/approvals/a1"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("runs", decision, "r1", "a1", "--content-hash", "abc", "--comment", "So be it"));

        Assert.Equal($$"""{"decision":"{{decision}}","content_hash":"abc","comment":"So be it"}""", api.Single("POST", "/api/runs/r1/approvals/a1").Body!.ToJsonString());
        Assert.Equal(said + Environment.NewLine, cli.Out.ToString());
    }

    [Theory]
    [InlineData(409, "content_changed")]
    [InlineData(409, "approval_decided")]
    [InlineData(403, "not_allowed")]
    public async Task Decide_Refused_ExitsWithOneAndTellsWhy(int status, string code)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["POST /api/runs/r1/approvals/a1"] = (status, Refusal(code));
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("runs", "approve", "r1", "a1", "--content-hash", "abc"));
        Assert.Empty(cli.Out.ToString());
        Assert.Contains(code, cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Started(string run) => new() { ["run_id"] = run, ["status"] = "queued", ["links"] = new JsonObject() };

    private static JsonObject Refusal(string code) => new() { ["title"] = "Refused", ["detail"] = "It does not fit.", ["suggestion"] = "Do something else.", ["error_code"] = code, ["request_id"] = "q1" };

    private static string Plain(JsonNode json) => json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
