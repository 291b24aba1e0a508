using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Runs;
using RaptorFlow.Core.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>A task that asks the world outside before it answers.</summary>
public sealed class SourceExecutionTests(EmbeddedStack stack)
{
    private const string News = "/newsapi/everything";
    private const string Found = """{"status":"ok","totalResults":1,"articles":[{"source":{"name":"The Daily"},"title":"CRM grows","description":"By a tenth.","url":"https://daily.example/1","publishedAt":"2026-11-20T08:30:00Z"}]}""";

    [Fact]
    public async Task Run_SourceAnswers_ItsWordsAreEvidence_AndStayWithTheRun()
    {
        await using var vendor = await ScriptedServer.StartAsync();
        vendor.On(News, Body(Found));
        await using var host = await StartAsync(vendor, ("Sources:Vendors:newsapi:Credential:api_key", "secret"), ("Sources:Vendors:newsapi:Prices:request", "0.0018"));

        var (run, events) = await RunAsync(host);

        var result = run.Tasks[0].Result!.Value;
        Assert.Equal(["CRM grows", "By a tenth."], result.GetProperty("output").GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("statement").GetString()));
        Assert.Equal(("https://daily.example/1", "2026-11-20"), (result.GetProperty("evidence")[0].GetProperty("source").GetString(), result.GetProperty("evidence")[0].GetProperty("date").GetString()));
        Assert.Equal(1, result.GetProperty("confidence").GetProperty("value").GetDouble());
        Assert.Equal(1_800, run.CostMicros);
        Assert.Contains(events, e => e.Type == EventTypes.TaskProgress && e.Data.GetRawText().Contains("articles on", StringComparison.Ordinal));
        var facts = await host.Services.GetRequiredService<RunFacts>().OfAsync(host.Workspace, run.Id, TestContext.Current.CancellationToken);
        Assert.Equal(["By a tenth.", "CRM grows"], facts.Select(f => f.Quote));
        Assert.Empty(await host.Services.GetRequiredService<RunFacts>().OfAsync(Guid.CreateVersion7(), run.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_NoSourceIsConfigured_GoesOn_SaysSo_AndIsLessSure()
    {
        await using var vendor = await ScriptedServer.StartAsync();
        await using var host = await StartAsync(vendor);

        var (run, _) = await RunAsync(host);

        var result = run.Tasks[0].Result!.Value;
        Assert.Equal(Statuses.Succeeded, run.Status);
        var question = Assert.Single(result.GetProperty("open_questions").EnumerateArray());
        Assert.Equal("sources.articles", question.GetProperty("field").GetString());
        Assert.Contains("newsapi: not configured", question.GetProperty("question").GetString(), StringComparison.Ordinal);
        Assert.Equal(0.9, result.GetProperty("confidence").GetProperty("value").GetDouble());
        Assert.Contains("Not seen: articles", result.GetProperty("confidence").GetProperty("explanation").GetString(), StringComparison.Ordinal);
        Assert.Empty(vendor.Requests);
    }

    private async Task<HostUnderTest> StartAsync(ScriptedServer vendor, params (string, string)[] settings) => await HostUnderTest.StartAsync(
        stack, (await stack.GarnetAsync()).ConnectionString, [("Sources:Vendors:newsapi:BaseAddress", new Uri(vendor.Address, "newsapi/").ToString()), .. settings]);

    private static async Task<(RunView Run, IReadOnlyList<RunEvent> Events)> RunAsync(HostUnderTest host)
    {
        await host.JoinAsync();
        return await host.FollowAsync(await host.StartRunAsync("""{"say":"crm"}""", "TST-004"));
    }
}
