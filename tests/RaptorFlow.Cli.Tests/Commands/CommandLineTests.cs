using System.Globalization;
using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class CommandLineTests
{
    [Theory]
    [InlineData("onboard")]
    [InlineData("agents", "list", "--colour")]
    [InlineData("invoke", "RES-002")]
    [InlineData("invoke", "RES-002", "--input", "{}", "--wait", "301")]
    [InlineData("invoke", "RES-002", "--input", "{}", "--budget", "-1")]
    [InlineData("invoke", "RES-002", "--input", "{}", "--budget", "0.0000001")]
    [InlineData("invoke", "RES-002", "--input", "{}", "--budget", "1,5")]
    [InlineData("invoke", "RES-002", "--input", "{}", "--priority", "urgent")]
    [InlineData("agents", "list", "--url", "ftp://example.test")]
    public async Task Run_Misused_ExitsWithTwo(params string[] arguments)
    {
        using var cli = new TestCli();

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
    }

    [Fact]
    public async Task Run_NoAccount_ExitsWithTwoAndNamesTheVariable()
    {
        using var cli = new TestCli();
        cli.Variables.Clear();

        Assert.Equal(2, await cli.RunAsync("agents", "list"));
        Assert.Contains("RAPTORFLOW_EMAIL", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyAtTheAddress_NamesTheAddress()
    {
        string address;
        await using (var api = await ScriptedApi.StartAsync())
            address = api.Address;
        using var cli = new TestCli(address);

        Assert.Equal(1, await cli.RunAsync("agents", "list"));
        Assert.Contains($"Cannot reach RaptorFlow at {address}", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongPassword_IsRefusedWithoutAnotherAccount()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.KnowAccount();
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("agents", "list", "--password", "wrong"));
        Assert.Contains("E-mail or password is wrong.", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Single(api.Accounts);
    }

    [Fact]
    public async Task Run_KnownAccountAndWorkspace_UsesThem()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.KnowAccount();
        api.Workspaces.AddRange([("w1", "First"), ("w2", "Second")]);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("agents", "list", "--workspace", "second"));

        Assert.Equal("w2", api.Single("GET", "/api/agents/registry").Headers["X-Workspace"]);
        Assert.DoesNotContain(api.Requests, r => r.Path == "/auth/v1/signup");
        Assert.Contains("RES-002\tRival Scout\tResearch\tbalanced\tcompetitors\tavailable", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("not available: its guild is faulted", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnswerIsNotTheApi_SaysSo()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Problems["/auth/v1/token"] = (200, new JsonObject { ["hello"] = "world" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("agents", "list"));
        Assert.Contains("is not RaptorFlow's API", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunsWatch_RunEnds_ExitsByItsStatus()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Events = Scripts.Failing();
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("runs", "watch", "r1"));
        Assert.Contains("run failed: market failed", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_InlineInput_PrintsTheAnswer()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("invoke", "RES-002", "--input", """{"company":{"name":"X"}}""", "--capability", "competitors"));

        Assert.Equal("""{"capability":"competitors","input":{"company":{"name":"X"}}}""", api.Single("POST", "/api/agents/RES-002/invoke").Body!.ToJsonString());
        Assert.Equal("success", JsonNode.Parse(cli.Out.ToString())!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Invoke_WithTerms_SendsThem()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("invoke", "RES-002", "--input", "{}", "--priority", "high", "--budget", "0.25", "--quote", "q1", "--fresh"));

        Assert.Equal(
            """{"input":{},"run":{"priority":"high","budget_micros":250000,"quote_id":"q1","fresh":true}}""", api.Single("POST", "/api/agents/RES-002/invoke").Body!.ToJsonString());
    }

    [Fact]
    public async Task Amounts_AreReadAlike_OnAMachineOfAnyLanguage()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(0, await cli.RunAsync("invoke", "RES-002", "--input", "{}", "--budget", "0.05"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal("""{"input":{},"run":{"budget_micros":50000}}""", api.Single("POST", "/api/agents/RES-002/invoke").Body!.ToJsonString());
    }

    [Fact]
    public async Task Invoke_NotDoneInTime_SaysHowToFollow()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("invoke", "RES-003", "--input", cli.File("input.json", "{}"), "--wait", "0"));
        Assert.Contains("runs watch r9", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_AddAndSearch_SendTheTextAndShowTheHits()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("memory", "add", cli.File("notes.md", "# Notes\n\nText."), "--collection", "interviews"));
        Assert.Equal(0, await cli.RunAsync("memory", "search", "why move", "--limit", "3"));

        var added = api.Single("POST", "/api/memory/documents").Body!;
        Assert.Equal(("Notes", "interviews"), (added["title"]!.GetValue<string>(), added["collection"]!.GetValue<string>()));
        Assert.Equal("""{"query":"why move","limit":3}""", api.Single("POST", "/api/memory/search").Body!.ToJsonString());
        Assert.Contains("0.813  Interview › Why we moved  (documents)", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("0.0125 as no. 2 by meaning (cosine 0.42), 0.8000 as no. 1 by words (BM25 7.3)", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("We deleted [a] [vendor].", cli.Out.ToString(), StringComparison.Ordinal);
    }
}
