using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>Hosts as processes of their own, one of which is killed.</summary>
public sealed class HostLossTests(EmbeddedStack stack)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_HostKilledWhileItWorks_IsTakenUpByAnotherOnceTheLeaseEnds()
    {
        await using var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        // Serves the guild long enough to register its agents, and sweeps; the guild's work is left to the processes.
        await using var bystander = await HostUnderTest.StartAsync(stack, redis.ConnectionString, ("AgentHost:ConcurrencyPerGuild", "1"), ("AgentHost:Poll", "00:01:00"));
        var busy = await bystander.StartRunAsync("""{"say":"x","script":"wait"}""", "TST-002");
        await bystander.WaitForAsync(busy, EventTypes.TaskStarted);
        using var doomed = HostProcess.Start(bystander, ("AgentHost__Lease", "00:00:02"));
        var submitted = await bystander.StartRunAsync("""{"say":"hello","script":"wait_once"}""", "TST-002");
        await bystander.WaitForAsync(submitted, EventTypes.TaskStarted);

        doomed.Kill();
        using var heir = HostProcess.Start(bystander);

        var (run, events) = await bystander.FollowAsync(submitted);
        Assert.Equal((Statuses.Succeeded, (short)2), (run.Status, run.Tasks[0].Attempt));
        Assert.Contains(events, e => e.Type == EventTypes.TaskRetrying && e.Data.GetProperty("error").GetString()!.Contains("went away", StringComparison.Ordinal));
    }
}
