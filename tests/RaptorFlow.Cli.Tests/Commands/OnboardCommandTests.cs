using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class OnboardCommandTests
{
    private const string Company = """{ "name": "Harbour Bikes", "goal": "More repairs in winter" }""";

    [Fact]
    public async Task Onboard_NewAccount_SignsUpMakesAWorkspaceAndWritesTheReport()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);

        var code = await cli.RunAsync("onboard", cli.File("bikes.json", Company), "--workspace", "Harbour");

        Assert.Equal(0, code);
        Assert.True(api.Accounts.ContainsKey(TestCli.Email));
        Assert.Equal("Harbour", Assert.Single(api.Workspaces).Name);
        var start = api.Single("POST", "/api/onboarding");
        Assert.Equal("w1", start.Headers["X-Workspace"]);
        Assert.Equal("Bearer token-1", start.Headers["Authorization"]);
        Assert.True(Guid.TryParse(start.Headers["Idempotency-Key"], out _));
        var folder = Assert.Single(Directory.GetDirectories(Path.Combine(cli.Folder, "reports")));
        Assert.StartsWith("harbour-bikes-", Path.GetFileName(folder), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
        Assert.True(File.Exists(Path.Combine(folder, "report.md")));
        Assert.Equal(
            ["channel-split.svg", "confidence.svg", "forecast-1.svg", "positioning-map.svg", "roadmap.svg", "voice.svg"],
            Directory.GetFiles(Path.Combine(folder, "report-assets")).Select(Path.GetFileName).Order());
        var output = cli.Out.ToString();
        Assert.Contains(" 1 Fundamentals done in 41 ms, confidence 88 %", output, StringComparison.Ordinal);
        Assert.Contains(" 4 Market trying again: model timed out", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(folder, "report.html"), output, StringComparison.Ordinal);
        Assert.InRange(output.Split("\n\n")[^1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 5, 10);
    }

    [Fact]
    public async Task Onboard_WithTerms_SendsThem_AndElseNone()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);
        var company = cli.File("bikes.json", Company);

        Assert.Equal(0, await cli.RunAsync("onboard", company, "--fresh", "--budget", "0"));
        Assert.Equal(0, await cli.RunAsync("onboard", company));

        var sent = api.Requests.Where(r => r.Method == "POST" && r.Path == "/api/onboarding").Select(r => r.Body!["run"]?.ToJsonString());
        Assert.Equal(["""{"budget_micros":0,"fresh":true}""", null], sent);
    }

    [Fact]
    public async Task Onboard_DocumentsAndMetrics_AreResolvedAndTakenOutOfTheCompany()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);
        cli.File("notes/interview.md", "# Interview with a rider\n\nThe brakes squeal.");
        cli.File("visits.csv", "month,visits\n2025-01,10\n");
        var extra = cli.File("extra.txt", "Prices on the door.");
        var company = cli.File("bikes.json", """
            { "name": "Harbour Bikes", "lift": 2, "documents": [{ "path": "notes/interview.md", "date": "2025-03" }, { "title": "Flyer", "text": "Open on Saturdays" }],
              "metrics": { "path": "visits.csv", "horizon": 3 } }
            """);

        Assert.Equal(0, await cli.RunAsync("onboard", company, "--documents", extra, "--out", Path.Combine(cli.Folder, "elsewhere")));

        var body = api.Single("POST", "/api/onboarding").Body!;
        Assert.Equal("""{"name":"Harbour Bikes","lift":2}""", body["company"]!.ToJsonString());
        Assert.Equal(["Interview with a rider", "Flyer", "extra"], body["documents"]!.AsArray().Select(d => d!["title"]!.GetValue<string>()));
        Assert.Equal("2025-03", body["documents"]![0]!["date"]!.GetValue<string>());
        Assert.Equal("month,visits\n2025-01,10\n", body["metrics"]!["csv"]!.GetValue<string>());
        Assert.Equal(3, body["metrics"]!["horizon"]!.GetValue<int>());
        Assert.True(Directory.Exists(Path.Combine(cli.Folder, "elsewhere", "reports")));
    }

    [Fact]
    public async Task Onboard_EventStreamDrops_GoesOnFromTheLastEvent()
    {
        await using var api = await ScriptedApi.StartAsync(ScriptedApi.With(cuts: [3, 1, 0]));
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("onboard", cli.File("bikes.json", Company)));

        Assert.Equal(["", "3", "4", "4"], api.Requests.Where(r => r.Path == "/api/runs/r1/events").Select(r => r.Headers.GetValueOrDefault("Last-Event-ID", "")));
        Assert.Single(cli.Out.ToString().Split('\n'), l => l.Contains("Fundamentals done", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Onboard_RunFails_WritesWhatThereIsAndExitsWithOne()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Events = Scripts.Failing();
        api.Run["status"] = "failed";
        var market = api.Run["steps"]!.AsArray().Select(s => s!.AsObject()).Single(s => s["key"]!.GetValue<string>() == "market");
        (market["status"], market["error"]) = ("dead", "no segments");
        market.Remove("output");
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("onboard", cli.File("bikes.json", Company)));

        var report = await File.ReadAllTextAsync(Directory.GetFiles(cli.Folder, "report.md", SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken);
        Assert.Contains("The step failed after 1 attempt: no segments", report, StringComparison.Ordinal);
        Assert.Contains("4 Market failed for good: no segments", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Onboard_Cancelled_StopsWatchingAndSaysThatTheRunGoesOn()
    {
        await using var api = await ScriptedApi.StartAsync(ScriptedApi.With(hang: true));
        api.Events.RemoveAt(api.Events.Count - 1);
        using var cli = new TestCli(api.Address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var running = cli.RunAsync(stop.Token, "onboard", cli.File("bikes.json", Company));
        await api.Hanging.Task.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        Assert.Equal(130, await running);
        Assert.Contains("the run goes on. Look again: runs watch r1", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, "reports")));
    }

    [Fact]
    public async Task Onboard_TokenExpires_IsRefreshedOnce()
    {
        await using var api = await ScriptedApi.StartAsync(ScriptedApi.With(firstTokenLasts: 3));
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("onboard", cli.File("bikes.json", Company)));

        Assert.Single(api.Requests, r => r.Body?["refresh_token"] is not null);
    }

    [Fact]
    public async Task Onboard_ServerRefuses_PrintsTheProblemAndExitsWithOne()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Problems["/api/onboarding"] = (422, new JsonObject
        {
            ["title"] = "The brief cannot be used.", ["detail"] = "One field is wrong.", ["error_code"] = "invalid_brief", ["request_id"] = "q7",
            ["suggestion"] = "Shorten the name.", ["errors"] = new JsonObject { ["company.name"] = new JsonArray("Too long.") },
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("onboard", cli.File("bikes.json", Company)));

        Assert.Equal(
            ["The brief cannot be used.", "  One field is wrong.", "  company.name: Too long.", "  Shorten the name.", "  Request q7, invalid_brief"],
            cli.Error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Onboard_MalformedFile_NamesThePlaceAndSendsNothing()
    {
        await using var api = await ScriptedApi.StartAsync();
        using var cli = new TestCli(api.Address);
        var path = cli.File("bikes.json", "{\n  \"name\": \"Harbour Bikes\",\n  \"size\": [1]\n}");

        Assert.Equal(1, await cli.RunAsync("onboard", path));

        Assert.Contains($"{path}: line 3, column ", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("field size", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }
}
