using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using StackExchange.Redis;
using static RaptorFlow.Testing.ScriptedServer;
using static RaptorFlow.Testing.ScriptedStreams;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>A task with a model behind it, over HTTP, its money in Postgres.</summary>
public sealed class ModelExecutionTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const string Input = """{"say":"hello"}""";
    private const string Better = """{"said":"hello, better","attempt":1}""";

    // gpt-6-luna of the shipped catalogue: 1000 tokens at 0.1 and 100 at 0.5 micro-dollars.
    private const long CostOfACall = 150;

    private HostWithVendor _installation = null!;

    private ScriptedServer Vendor => _installation.Vendor;

    private HostUnderTest Host => _installation.Host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _installation = await HostWithVendor.StartAsync(stack, ("Models:Resilience:RetryDelay", "00:00:00.001"));

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Run_ModelImprovesTheDraft_ItsAnswerIsTheResultAndIsPaid()
    {
        Vendor.On(Gpt, Answer(Better));

        var run = await RunAsync();

        Assert.Equal("hello, better", Said(run));
        Assert.Equal("gpt-6-luna", run.Tasks[0].Result!.Value.GetProperty("model").GetString());
        Assert.Equal(CostOfACall, run.CostMicros);
    }

    [Fact]
    public async Task Run_ModelAnswers_ItsAnswerComesAsEvents()
    {
        Vendor.On(Gpt, Answer(Better));
        await Host.JoinAsync();

        var (_, events) = await Host.FollowAsync(await Host.StartRunAsync(Input, "TST-002"));

        Assert.Equal(Better, string.Concat(events.Where(e => e.Type == EventTypes.TaskAnswer).Select(e => e.Data.GetProperty("text").GetString())));
    }

    [Fact]
    public async Task Run_ModelsAnswerIsCutOff_IsToldToWatchersAndPaid()
    {
        var cut = new TaskCompletionSource();
        Vendor.On(Gpt, OpenAiStream(["half an ans"], ending: Ending.Cut, heard: cut.Task), Answer(Better));
        await Host.JoinAsync();
        var id = await Host.StartRunAsync(Input, "TST-002");
        await Host.WaitForAsync(id, EventTypes.TaskAnswer);
        cut.SetResult();

        var (run, events) = await Host.FollowAsync(id);

        Assert.Equal("hello, better", Said(run));
        Assert.True(run.CostMicros > CostOfACall);
        var told = events.Where(e => e.Type == EventTypes.TaskAnswer).Select(e => e.Data).ToList();
        Assert.Equal("half an ans", told[0].GetProperty("text").GetString());
        Assert.Contains("cut off", told[1].GetProperty("restart").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1, 0)]
    [InlineData(true, 2, CostOfACall)]
    public async Task Fork_AsksTheSameQuestion_IsAnsweredForFree_UnlessItIsToBeFresh(bool fresh, int asked, long cost)
    {
        Vendor.On(Gpt, Answer(Better), Answer(Better));
        var run = await RunAsync();

        var (fork, _) = await Host.Services.GetRequiredService<RunFork>().ForkAsync(Host.Workspace, run.Id, new("agent", null, null, null, fresh), null, Token);
        var (again, _) = await Host.FollowAsync(fork!.RunId);

        Assert.Equal(("hello, better", cost, asked), (Said(again), again.CostMicros, Vendor.Calls(Gpt)));
    }

    [Fact]
    public async Task Run_AgentWhoseCardNamesAKind_ItsAnswerIsKeptAsThatKindForItsLifetime()
    {
        Vendor.On(Gpt, Answer(Better));

        await RunAsync();
        var again = await RunAsync();

        Assert.Equal(("hello, better", 0, 1), (Said(again), again.CostMicros, Vendor.Calls(Gpt)));
        var redis = Host.Services.GetRequiredService<IConnectionMultiplexer>();
        // It is written there behind the asker's back.
        await Eventually.TrueAsync(() => Task.FromResult(Keys().Any()), Token);
        var key = Assert.Single(Keys());
        Assert.StartsWith("raptorflow:personas:", key.ToString(), StringComparison.Ordinal);
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));

        IEnumerable<RedisKey> Keys() => redis.GetServers()[0].Keys(pattern: $"raptorflow:*:{Host.Workspace:N}:*");
    }

    [Fact]
    public async Task Run_ModelAnswersRubbishOnce_IsToldWhyAndItsSecondAnswerIsKept()
    {
        Vendor.On(Gpt, Answer("Sure! Here is my answer."), Answer(Better));

        var run = await RunAsync();

        Assert.Equal("hello, better", Said(run));
        Assert.Contains("no JSON object", Vendor.Requests.Last().Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2 * CostOfACall, run.CostMicros);
    }

    [Fact]
    public async Task Run_ModelInventsTwice_LeavesTheDraftAndSaysSo()
    {
        Vendor.On(Gpt, Answer("""{"said":"4711 customers trust us","attempt":1}"""), Answer("""{"said":"4712 customers trust us","attempt":1}"""));

        var run = await RunAsync();

        Assert.Equal("hello", Said(run));
        var result = run.Tasks[0].Result!.Value;
        Assert.Equal(("offline", "partial"), (result.GetProperty("model").GetString(), result.GetProperty("status").GetString()));
        Assert.Contains("did not stand twice", result.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(2 * CostOfACall, run.CostMicros);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    public async Task Run_ModelFails_LeavesTheDraftAndSaysSo(int status)
    {
        Vendor.On(Gpt, [.. Enumerable.Repeat(Status(status), 20)]);

        var run = await RunAsync();

        Assert.Equal("hello", Said(run));
        Assert.NotEqual(0, run.Tasks[0].Result!.Value.GetProperty("notes").GetArrayLength());
        Assert.Equal(0, run.CostMicros);
    }

    [Fact]
    public async Task Run_WorkspaceWithoutMembersAndSoWithoutBudget_AsksNoModel()
    {
        var (run, _) = await Host.FollowAsync(await Host.StartRunAsync(Input, "TST-002"));

        Assert.Equal("hello", Said(run));
        Assert.Empty(Vendor.Requests);
    }

    private async Task<RunView> RunAsync()
    {
        await Host.JoinAsync();
        var (run, _) = await Host.FollowAsync(await Host.StartRunAsync(Input, "TST-002"));
        Assert.Equal(Statuses.Succeeded, run.Status);
        return run;
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer(string text) =>
        OpenAiStream([text[..(text.Length / 2)], text[(text.Length / 2)..]], new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 });

    private static string? Said(RunView run) => run.Tasks[0].Result!.Value.GetProperty("output").GetProperty("said").GetString();
}
