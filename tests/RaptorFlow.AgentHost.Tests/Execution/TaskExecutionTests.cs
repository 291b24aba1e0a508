using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RaptorFlow.AgentHost.Execution;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;

namespace RaptorFlow.AgentHost.Tests.Execution;

public sealed class TaskExecutionTests(EmbeddedStack stack) : IAsyncLifetime
{
    private EmbeddedGarnet _redis = null!;
    private HostUnderTest _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        _host = await HostUnderTest.StartAsync(stack, _redis.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Run_RedisAway_IsFoundInTheLedgerAndDone()
    {
        await _redis.KillAsync();

        var (run, _) = await _host.FollowAsync(await _host.StartWorkflowAsync("""{"say":"hello"}""",
            Step("a"), Step("b") with { After = ["a"] }));

        Assert.Equal(Statuses.Succeeded, run.Status);
    }

    [Fact]
    public async Task Run_QueuedInALaneThatNobodyServesAnyMore_IsDone()
    {
        var submitted = await _host.Services.GetRequiredService<RunSubmission>().SubmitAsync(new()
        {
            WorkspaceId = _host.Workspace,
            Definition = new() { Name = "test", Summary = "A test.", Steps = [Step("a")] },
            Places = new Dictionary<string, AgentPlace> { ["TST-001"] = new("scripted", "scripted/TST-001") },
            Input = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>("""{"say":"hello"}"""),
        }, null, Token);

        var (run, _) = await _host.FollowAsync(submitted.RunId);

        Assert.Equal(Statuses.Succeeded, run.Status);
    }

    private static WorkflowStep Step(string key) =>
        new() { Key = key, Title = key, Agent = "TST-001", Inputs = new Dictionary<string, string> { ["say"] = "input.say" } };

    [Fact]
    public async Task Run_GoodInput_SucceedsOfflineWithItsResult()
    {
        var (run, events) = await _host.FollowAsync(await _host.StartRunAsync("""{"say":"hello"}"""));

        Assert.Equal(Statuses.Succeeded, run.Status);
        var result = run.Tasks[0].Result!.Value;
        Assert.Equal("hello", result.GetProperty("output").GetProperty("said").GetString());
        Assert.Equal("offline", result.GetProperty("model").GetString());
        Assert.Equal([EventTypes.RunStarted, EventTypes.TaskStarted, EventTypes.TaskSucceeded, EventTypes.RunSucceeded], events.Select(e => e.Type));
    }

    [Fact]
    public async Task Run_AgentThatHangs_IsGivenUpAndOthersGoOn()
    {
        var hanging = await _host.StartRunAsync("""{"say":"x","script":"hang"}""");
        var (other, _) = await _host.FollowAsync(await _host.StartRunAsync("""{"say":"hello"}"""));
        Assert.Equal(Statuses.Succeeded, other.Status);

        var retrying = await _host.WaitForAsync(hanging, EventTypes.TaskRetrying);

        Assert.Contains("did not answer within 1 s", retrying.Data.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(await _host.Services.GetRequiredService<RunControl>().CancelAsync(_host.Workspace, hanging, Token));
    }

    [Fact]
    public async Task Run_AgentThatThrowsOnce_SucceedsOnItsSecondAttempt()
    {
        var (run, _) = await _host.FollowAsync(await _host.StartRunAsync("""{"say":"x","script":"throw_once"}"""));

        Assert.Equal((Statuses.Succeeded, (short)2), (run.Status, run.Tasks[0].Attempt));
    }

    [Theory]
    [InlineData("""{"say":"x","script":"bad_input"}""", "say: must be something else.")]
    [InlineData("""{"say":5}""", "say")]
    [InlineData("""{}""", "say")]
    public async Task Run_InputThatCannotBeWorkedWith_FailsAtOnceNamingTheField(string input, string expected)
    {
        var (run, _) = await _host.FollowAsync(await _host.StartRunAsync(input));

        Assert.Equal((Statuses.Failed, (short)1), (run.Status, run.Tasks[0].Attempt));
        Assert.Contains(expected, run.Tasks[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AgentReportsProgress_IsAnEventBeforeItsEnd()
    {
        var (_, events) = await _host.FollowAsync(await _host.StartRunAsync("""{"say":"x","script":"progress"}"""));

        var progress = events.Single(e => e.Type == EventTypes.TaskProgress);
        Assert.Equal("half of it", progress.Data.GetProperty("message").GetString());
        Assert.True(progress.Seq < events.Single(e => e.Type == EventTypes.TaskSucceeded).Seq);
    }

    [Fact]
    public async Task Cancel_RunAtWork_StopsTheAgent()
    {
        var run = await _host.StartRunAsync("""{"say":"x","script":"wait"}""");
        await _host.WaitForAsync(run, EventTypes.TaskStarted);

        Assert.True(await _host.Services.GetRequiredService<RunControl>().CancelAsync(_host.Workspace, run, Token));

        var (view, _) = await _host.FollowAsync(run);
        Assert.Equal(Statuses.Cancelled, view.Status);
    }

    [Fact]
    public async Task Run_StepThatDies_HostsOfItsOtherStepsAreTold()
    {
        var told = new TaskCompletionSource<Guid>();
        await using var cancels = await _host.Services.GetRequiredService<IRaptorBus>().OnCancelAsync(run => told.TrySetResult(run), Token);

        var submitted = await _host.StartWorkflowAsync("""{"say":"x"}""", HostUnderTest.Scripted("a", "wait"), HostUnderTest.Scripted("b", "bad_input"));

        Assert.Equal(submitted, await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.Equal([Statuses.Cancelled, Statuses.Dead], (await _host.FollowAsync(submitted)).Run.Tasks.Select(t => t.Status));
    }

    [Fact]
    public async Task Run_BusLosesEverythingBeforeTheTaskIsTaken_IsStillRun()
    {
        await _redis.KillAsync();
        var submitted = await _host.StartRunAsync("""{"say":"hello"}""");
        await _redis.RestartAsync(Token);

        var (run, _) = await _host.FollowAsync(submitted);

        Assert.Equal(Statuses.Succeeded, run.Status);
    }

    [Fact]
    public async Task Run_BusLosesEverythingWhileSeveralStepsRun_EachStepIsStillDoneOnce()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var name = $"gate-{Guid.NewGuid():N}";
        AppContext.SetData(name, gate);
        var submitted = await _host.StartWorkflowAsync($$"""{"say":"{{name}}"}""", Gated("a"), Gated("b"), Gated("c"), Gated("d", "a", "b", "c"), Gated("e", "d"));
        await _host.WaitForAsync(submitted, EventTypes.TaskStarted, times: 3);

        await _redis.KillAsync();
        gate.SetResult();
        await _host.WaitForAsync(submitted, EventTypes.TaskSucceeded, times: 3);
        await _redis.RestartAsync(Token);

        var (run, events) = await _host.FollowAsync(submitted);
        Assert.Equal(Statuses.Succeeded, run.Status);
        Assert.All(run.Tasks, t => Assert.Equal(1, t.Attempt));
        Assert.Equal(5, events.Count(e => e.Type == EventTypes.TaskSucceeded));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Seq));
    }

    [Fact]
    public async Task Run_ResultThatPostgresRefuses_FailsAtOnceAndSaysSo()
    {
        var (run, events) = await _host.FollowAsync(await _host.StartRunAsync("""{"say":"x","script":"nul"}"""));

        Assert.Equal((Statuses.Failed, (short)1), (run.Status, run.Tasks[0].Attempt));
        Assert.Contains("cannot be stored", run.Tasks[0].Error, StringComparison.Ordinal);
        Assert.Equal("half of it", events.Single(e => e.Type == EventTypes.TaskProgress).Data.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Run_AgentThisHostDoesNotServe_IsHandedBackAndTheAttemptDoesNotCount()
    {
        var submitted = await _host.StartWorkflowAsync("{}", new WorkflowStep { Key = "a", Title = "A", Agent = "TST-404", MaxAttempts = 1 });

        var returned = await _host.WaitForAsync(submitted, EventTypes.TaskReturned, times: 2);

        Assert.Contains("not served", returned.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(await _host.Services.GetRequiredService<RunControl>().CancelAsync(_host.Workspace, submitted, Token));
    }

    [Fact]
    public async Task Stop_HostAtWork_HandsItsTasksBack()
    {
        await using var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        await using var host = await HostUnderTest.StartAsync(stack, redis.ConnectionString, ("AgentHost:Grace", "00:00:00"));
        var submitted = await host.StartRunAsync("""{"say":"x","script":"wait"}""", "TST-002");
        await host.WaitForAsync(submitted, EventTypes.TaskStarted);

        await host.Services.GetServices<IHostedService>().OfType<GuildWorkers>().Single().StopAsync(Token);

        await host.WaitForAsync(submitted, EventTypes.TaskReturned);
        var task = (await host.Services.GetRequiredService<RunReader>().FindAsync(host.Workspace, submitted, Token))!.Tasks[0];
        Assert.Equal((Statuses.Queued, (short)0), (task.Status, task.Attempt));
    }

    [Fact]
    public async Task Run_OfARequest_IsOneTraceFromTheRequestToTheModelCall()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("RaptorFlow.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("a request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await _host.FollowAsync(await _host.StartRunAsync("""{"say":"hello"}"""));

        var trace = spans.Where(s => s.TraceId == request.TraceId).ToList();
        var agent = trace.Single(s => s.OperationName == "invoke_agent TST-001");
        Assert.Equal(request.SpanId, agent.ParentSpanId);
        Assert.Contains(trace, s => s.Source.Name == "RaptorFlow.Models" && s.ParentSpanId == agent.SpanId);
    }

    [Fact]
    public async Task Registry_FaultyGuildBesideAGoodOne_ShowsBoth()
    {
        var guilds = await _host.Services.GetRequiredService<AgentRegistry>().GuildsAsync(Token);

        Assert.Equal("ready", guilds.Single(g => g.Name == "scripted").State);
        var faulted = guilds.Single(g => g.Name == "throwing");
        Assert.Equal("faulted", faulted.State);
        Assert.Contains("this guild never starts", Assert.Single(faulted.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_Agent_ShowsTheSchemasOfItsTypes()
    {
        var agent = (await _host.Services.GetRequiredService<AgentRegistry>().AgentsAsync(Token)).Single(a => a.Code == "TST-001");

        Assert.True(agent.Available);
        var schema = agent.Capabilities[0].InputSchema;
        Assert.Equal("string", schema["properties"]!["say"]!["type"]!.GetValue<string>());
        Assert.Contains("say", schema["required"]!.AsArray().Select(r => r!.GetValue<string>()));
    }

    private static WorkflowStep Gated(string key, params string[] after) => HostUnderTest.Scripted(key, "gate", after);
}
