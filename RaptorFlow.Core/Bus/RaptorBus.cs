using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Runs;
using StackExchange.Redis;

namespace RaptorFlow.Core.Bus;

/// <summary>
/// The bus on sorted sets, Lua and publish/subscribe, which every server of the Redis protocol has. A lane's keys share a hash tag,
/// so that its scripts run on one node of a cluster.
/// </summary>
public sealed partial class RaptorBus(IConnectionMultiplexer redis, ILogger<RaptorBus> logger) : IRaptorBus
{
    // Sorted sets keep each id once and in order of arrival. Whatever of them is lost, pushing the task again puts it right.
    // KEYS: counter, the workspace's queue, the ring of workspaces with work. ARGV: workspace, task ids.
    private const string PushScript = """
        local at = redis.call('INCRBY', KEYS[1], #ARGV)
        local added = 0
        for i = 2, #ARGV do
            added = added + redis.call('ZADD', KEYS[2], 'NX', at - #ARGV + i, ARGV[i])
        end
        redis.call('ZADD', KEYS[3], 'NX', at, ARGV[1])
        return added
        """;

    // KEYS: counter, rings from the most urgent. ARGV: how many, then each ring's prefix of workspaces' queues.
    private const string PopScript = """
        local taken = {}
        local most = tonumber(ARGV[1]) * 2
        for p = 2, #KEYS do
            while #taken < most do
                local workspace = redis.call('ZPOPMIN', KEYS[p])[1]
                if not workspace then break end
                local queue = ARGV[p] .. workspace
                local id = redis.call('ZPOPMIN', queue)[1]
                if id then
                    taken[#taken + 1] = workspace
                    taken[#taken + 1] = id
                    if redis.call('ZCARD', queue) > 0 then
                        redis.call('ZADD', KEYS[p], redis.call('INCR', KEYS[1]), workspace)
                    end
                end
            end
        end
        return taken
        """;

    private static readonly RunPriority[] MostUrgentFirst = [RunPriority.Critical, RunPriority.High, RunPriority.Normal, RunPriority.Low];

    // Sent one after the other without waiting for answers: the connection keeps their order.
    public Task PushAsync(IReadOnlyList<ReadyTask> tasks, CancellationToken cancellationToken) => TryAsync(() =>
    {
        var db = redis.GetDatabase();
        var sent = new List<Task>();
        foreach (var group in tasks.GroupBy(t => (t.Lane, t.WorkspaceId, t.Priority)))
        {
            var (lane, workspace, priority) = group.Key;
            RedisKey[] keys = [Counter(lane), $"{Queues(lane, priority)}{workspace:N}", Ring(lane, priority)];
            RedisValue[] values = [workspace.ToString("N"), .. group.Select(t => (RedisValue)t.Id.ToString("N"))];
            sent.Add(db.ScriptEvaluateAsync(PushScript, keys, values));
        }
        sent.AddRange(tasks.Select(t => t.Lane).Distinct().Select(lane => db.PublishAsync(WakeChannel(lane), RedisValue.EmptyString)));
        return Task.WhenAll(sent);
    });

    public async Task<IReadOnlyList<(Guid WorkspaceId, Guid TaskId)>?> PopAsync(string lane, int most, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [Counter(lane), .. MostUrgentFirst.Select(p => Ring(lane, p))];
        RedisValue[] values = [most, .. MostUrgentFirst.Select(p => (RedisValue)Queues(lane, p))];
        RedisValue[]? taken = null;
        await TryAsync(async () => taken = (RedisValue[]?)await redis.GetDatabase().ScriptEvaluateAsync(PopScript, keys, values) ?? []);
        return taken is null ? null : [.. taken.Chunk(2).Select(pair => (Guid.Parse((string)pair[0]!), Guid.Parse((string)pair[1]!)))];
    }

    public Task PublishAsync(IReadOnlyList<ChangedRun> runs, CancellationToken cancellationToken) => TryAsync(() =>
    {
        var db = redis.GetDatabase();
        return Task.WhenAll(runs.Select(r => db.PublishAsync(EventChannel(r.WorkspaceId), r.RunId.ToString("N"))));
    });

    public Task CancelAsync(Guid runId, CancellationToken cancellationToken) =>
        TryAsync(() => redis.GetDatabase().PublishAsync(CancelChannel, runId.ToString("N")));

    public Task<IAsyncDisposable> OnWorkAsync(string lane, Action wake, CancellationToken cancellationToken) =>
        SubscribeAsync(WakeChannel(lane), _ => wake());

    public Task<IAsyncDisposable> OnCancelAsync(Action<Guid> cancel, CancellationToken cancellationToken) =>
        SubscribeAsync(CancelChannel, run => cancel(Guid.Parse(run)));

    public Task<IAsyncDisposable> OnEventsAsync(Guid workspaceId, Action<Guid> changed, CancellationToken cancellationToken) =>
        SubscribeAsync(EventChannel(workspaceId), run => changed(Guid.Parse(run)));

    private static RedisKey Counter(string lane) => $"rf:{{{lane}}}:counter";

    private static string Queues(string lane, RunPriority priority) => $"rf:{{{lane}}}:{priority.ToString().ToLowerInvariant()}:";

    private static RedisKey Ring(string lane, RunPriority priority) => $"{Queues(lane, priority)}ring";

    private static RedisChannel WakeChannel(string lane) => RedisChannel.Literal($"rf:wake:{lane}");

    private static RedisChannel EventChannel(Guid workspace) => RedisChannel.Literal($"rf:events:{workspace:N}");

    private static RedisChannel CancelChannel { get; } = RedisChannel.Literal("rf:cancel");

    private async Task<IAsyncDisposable> SubscribeAsync(RedisChannel channel, Action<string> received)
    {
        void Handle(RedisChannel _, RedisValue message) => received((string?)message ?? "");
        var subscriber = redis.GetSubscriber();
        await TryAsync(() => subscriber.SubscribeAsync(channel, Handle));
        return new Subscription(() => TryAsync(() => subscriber.UnsubscribeAsync(channel, Handle)));
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Away(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bus is away; what it would carry stands in the ledger until it is back: {Reason}")]
    private static partial void Away(ILogger logger, string reason);

    private sealed class Subscription(Func<Task> unsubscribe) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await unsubscribe();
    }
}
