using System.Diagnostics;
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
        using var doomed = Start(bystander);
        var submitted = await bystander.StartRunAsync("""{"say":"hello","script":"wait_once"}""", "TST-002");
        await bystander.WaitForAsync(submitted, EventTypes.TaskStarted);

        doomed.Dispose();
        using var heir = Start(bystander);

        var (run, events) = await bystander.FollowAsync(submitted);
        Assert.Equal((Statuses.Succeeded, (short)2), (run.Status, run.Tasks[0].Attempt));
        Assert.Contains(events, e => e.Type == EventTypes.TaskRetrying && e.Data.GetProperty("error").GetString()!.Contains("went away", StringComparison.Ordinal));
    }

    private static Killable Start(HostUnderTest installation)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AgentHost.Guilds.HostedGuilds).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in installation.Settings)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["AgentHost__Lease"] = "00:00:02";
        start.Environment["AgentHost__Sweep"] = "00:00:00.200";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>A process that ends, without warning, when it is let go.</summary>
    private sealed class Killable(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (process.HasExited)
                return;
            process.Kill();
            process.WaitForExit();
        }
    }
}
