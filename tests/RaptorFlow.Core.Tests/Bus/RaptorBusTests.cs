using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Core.Tests.Bus;

public sealed class RaptorBusTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly string _guild = $"guild-{Guid.NewGuid():N}";
    private ConnectionMultiplexer _redis = null!;
    private RaptorBus _bus = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectionMultiplexer.ConnectAsync((await stack.GarnetAsync()).ConnectionString);
        _bus = new(_redis, NullLogger<RaptorBus>.Instance);
    }

    public async ValueTask DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Pop_UrgentTask_ComesFirst()
    {
        var workspace = Guid.NewGuid();
        var (low, critical) = (Task_(workspace, RunPriority.Low), Task_(workspace, RunPriority.Critical));
        await _bus.PushAsync([low, critical], Token);

        Assert.Equal([critical.Id, low.Id], (await _bus.PopAsync(_guild, 2, Token))!.Select(t => t.TaskId));
    }

    [Fact]
    public async Task Pop_WorkspaceWithLongBacklog_DoesNotStandInAnothersWay()
    {
        var (busy, quiet) = (Guid.NewGuid(), Guid.NewGuid());
        var backlog = Enumerable.Range(0, 10_000).Select(_ => Task_(busy)).ToList();
        await _bus.PushAsync(backlog, Token);
        var single = Task_(quiet);
        await _bus.PushAsync([single], Token);

        var taken = new List<Guid>();
        while (await _bus.PopAsync(_guild, taken.Count == 0 ? 2 : 500, Token) is { Count: > 0 } popped)
            taken.AddRange(popped.Select(t => t.TaskId));

        Assert.InRange(taken.IndexOf(single.Id), 0, 1);
        Assert.Equal(backlog.Append(single).Select(t => t.Id).Order(), taken.Order());
    }

    [Fact]
    public async Task Push_SameTaskTwice_IsPoppedOnce()
    {
        var task = Task_(Guid.NewGuid());
        await _bus.PushAsync([task], Token);
        await _bus.PushAsync([task], Token);

        Assert.Equal([(task.WorkspaceId, task.Id)], await _bus.PopAsync(_guild, 10, Token));
        await _bus.PushAsync([task], Token);
        Assert.Single((await _bus.PopAsync(_guild, 10, Token))!);
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("queue")]
    [InlineData("counter")]
    public async Task Push_AfterTheServerLostAKey_PutsItRight(string lost)
    {
        var task = Task_(Guid.NewGuid());
        await _bus.PushAsync([task], Token);
        var key = lost switch { "ring" => "normal:ring", "queue" => $"normal:{task.WorkspaceId:N}", _ => "counter" };
        Assert.True(await _redis.GetDatabase().KeyDeleteAsync($"rf:{{{_guild}}}:{key}"));

        await _bus.PushAsync([task], Token);

        Assert.Equal([(task.WorkspaceId, task.Id)], await _bus.PopAsync(_guild, 10, Token));
        Assert.Empty((await _bus.PopAsync(_guild, 10, Token))!);
    }

    [Fact]
    public async Task Push_Task_WakesItsGuild()
    {
        var woken = new TaskCompletionSource();
        await using var subscription = await _bus.OnWorkAsync(_guild, () => woken.TrySetResult(), Token);

        await _bus.PushAsync([Task_(Guid.NewGuid())], Token);

        await woken.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task AnyCall_BusAway_DoesNotThrow()
    {
        await using var garnet = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString + ",abortConnect=false,connectTimeout=200,syncTimeout=200,asyncTimeout=200");
        var bus = new RaptorBus(redis, NullLogger<RaptorBus>.Instance);
        await garnet.KillAsync();

        await bus.PushAsync([Task_(Guid.NewGuid())], Token);
        Assert.Null(await bus.PopAsync(_guild, 1, Token));
        await bus.CancelAsync(Guid.NewGuid(), Token);
    }

    private ReadyTask Task_(Guid workspace, RunPriority priority = RunPriority.Normal) => new(Guid.CreateVersion7(), workspace, _guild, priority);
}
