using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>A host of two slots, one workspace that queues for them with very many tasks, and another with one.</summary>
public sealed class FairnessTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const int Backlog = 120;

    private EmbeddedGarnet _redis = null!;
    private HostUnderTest _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        _host = await HostUnderTest.StartAsync(stack, _redis.ConnectionString, ("AgentHost:ConcurrencyPerGuild", "2"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfOneTaskBehindAnothersBacklog_EndsAfterFewOfIt(bool busThere)
    {
        var gate = new Gate();
        var busy = await _host.StartWorkflowAsync(gate.Input, [.. Enumerable.Range(0, Backlog).Select(i => HostUnderTest.Scripted($"s{i}", "gate"))]);
        await _host.WaitForAsync(busy, EventTypes.TaskStarted, times: 2);
        if (!busThere)
            await _redis.KillAsync();
        var quiet = Guid.CreateVersion7();
        var single = await _host.StartWorkflowAsync(quiet, gate.Input, HostUnderTest.Scripted("a", "gate"));

        gate.Open();

        var (run, _) = await _host.FollowAsync(busy);
        Assert.Equal((Statuses.Succeeded, Backlog), (run.Status, run.Tasks.Count(t => t is { Status: Statuses.Succeeded, Attempt: 1 })));
        var task = Assert.Single((await _host.Services.GetRequiredService<RunReader>().FindAsync(quiet, single, Token))!.Tasks);
        // Two held the slots. The bus remembers whose turn it is; the ledger draws lots, of which it is one in two.
        Assert.InRange(run.Tasks.Count(t => t.StartedAt < task.StartedAt), 2, busThere ? 6 : Backlog / 4);
        Assert.InRange(run.Tasks.Count(t => t.FinishedAt < task.FinishedAt), 0, Backlog / 4);
    }
}
