using System.Diagnostics;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Embedded.Tests;

public sealed class EmbeddedGarnetTests(EmbeddedStack stack)
{
    private const long MegaByte = 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scripts_OverSeveralKeys_RunAtomically()
    {
        await using var redis = await ConnectAsync(await stack.GarnetAsync());
        var database = redis.GetDatabase();
        await database.ListRightPushAsync("{scripts}:ready", ["a", "b", "c"]);

        var moved = (RedisValue[]?)await database.ScriptEvaluateAsync(
            "local taken = {} for i = 1, 2 do local v = redis.call('LPOP', KEYS[1]) redis.call('RPUSH', KEYS[2], v) taken[i] = v end return taken",
            ["{scripts}:ready", "{scripts}:taken"]);

        Assert.Equal(["a", "b"], moved!);
        Assert.Equal(["c"], await database.ListRangeAsync("{scripts}:ready"));
    }

    [Fact]
    public async Task Messages_Published_ReachSubscribers()
    {
        await using var redis = await ConnectAsync(await stack.GarnetAsync());
        var received = new TaskCompletionSource<string?>();
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"), (_, message) => received.TrySetResult(message));

        await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "hello");

        Assert.Equal("hello", await received.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    [Fact]
    public async Task Restart_AfterAKill_ServesTheSamePortEmpty()
    {
        await using var garnet = await EmbeddedGarnet.StartAsync(cancellationToken: Cancelled);
        var port = garnet.Port;
        await using (var before = await ConnectAsync(garnet))
            await before.GetDatabase().StringSetAsync("key", "value");

        await garnet.KillAsync();
        Assert.True(garnet.Process.HasExited);
        await garnet.RestartAsync(Cancelled);

        await using var after = await ConnectAsync(garnet);
        Assert.Equal(port, garnet.Port);
        Assert.False(await after.GetDatabase().KeyExistsAsync("key"));
    }

    [Fact]
    public async Task Password_WhenSet_IsDemanded()
    {
        await using var garnet = await EmbeddedGarnet.StartAsync(new EmbeddedGarnetOptions { Password = "s3cret" }, Cancelled);

        await using var known = await ConnectAsync(garnet);
        await known.GetDatabase().PingAsync();

        var stranger = ConfigurationOptions.Parse(garnet.ConnectionString);
        stranger.Password = null;
        stranger.AbortOnConnectFail = true;
        stranger.ConnectRetry = 1;
        stranger.ConnectTimeout = 1000;
        await Assert.ThrowsAnyAsync<RedisException>(async () =>
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(stranger);
            await redis.GetDatabase().StringGetAsync("key");
        });
    }

    [Fact]
    public async Task Port_Taken_IsSaidPlainly()
    {
        var taken = (await stack.GarnetAsync()).Port;

        var refused = await Assert.ThrowsAsync<EmbeddedException>(() => EmbeddedGarnet.StartAsync(new EmbeddedGarnetOptions { Port = taken }, Cancelled));

        Assert.Contains("taken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_OfAnEmptyServer_IsSmall()
    {
        var garnet = await stack.GarnetAsync();
        using var process = Process.GetProcessById(garnet.Process.ProcessId);

        Assert.InRange(process.WorkingSet64, 1, 150 * MegaByte);
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(EmbeddedGarnet garnet) =>
        await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
}
