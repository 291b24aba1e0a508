using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;
using RaptorFlow.Core.Runs.Events;

namespace RaptorFlow.Core.Tests.Runs.Events;

/// <summary>The feed over a log in memory that counts how often it is read, a bus that tells when it is told to, and a clock that stands.</summary>
internal sealed class FeedUnderTest : IRunEventLog
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];
    private int _reads;

    public FeedUnderTest() => Feed = new(this, Bus, Time, NullLogger.Instance);

    public RunEventFeed Feed { get; }
    public HeardBus Bus { get; } = new();
    public FakeTimeProvider Time { get; } = new();
    public Guid Workspace { get; } = Guid.NewGuid();
    public Guid Run { get; } = Guid.NewGuid();
    public int Reads => _reads;

    /// <summary>Thrown by the next reads.</summary>
    public Exception? Failure { get; set; }

    public IAsyncEnumerator<RunEvent> Follow(long after = 0) => Feed.FollowAsync(Workspace, Run, after, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    public async Task<long[]> NumbersAsync(long after) => await Feed.FollowAsync(Workspace, Run, after, TestContext.Current.CancellationToken).Select(e => e.Seq).ToArrayAsync(TestContext.Current.CancellationToken);

    /// <summary>Stores events and does not tell.</summary>
    public void Store(params ReadOnlySpan<string> types)
    {
        lock (_gate)
        {
            foreach (var type in types)
                _events.Add(new() { Seq = _events.Count + 1, RunId = Run, WorkspaceId = Workspace, Type = type, At = Time.GetUtcNow(), Data = JsonElement.Parse("{}") });
        }
    }

    public void Tell(params ReadOnlySpan<string> types)
    {
        Store(types);
        Bus.Tell(Workspace, Run);
    }

    public Task<RunLook?> LookAsync(Guid workspaceId, Guid runId, long after, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
            return ReadAsync(workspaceId, runId, [.. _events.Where(e => e.Seq > after).Take(most)], most);
    }

    public Task<RunLook?> LatestAsync(Guid workspaceId, Guid runId, int most, CancellationToken cancellationToken)
    {
        lock (_gate)
            return ReadAsync(workspaceId, runId, [.. _events.TakeLast(most)], int.MaxValue);
    }

    private async Task<RunLook?> ReadAsync(Guid workspaceId, Guid runId, IReadOnlyList<RunEvent> events, int most)
    {
        Interlocked.Increment(ref _reads);
        var over = events.Count < most && _events is [.., var last] && EventTypes.EndsRun(last.Type);
        await Task.Yield();
        if (Failure is not null)
            throw Failure;
        return (workspaceId, runId) == (Workspace, Run) ? new(events, over) : null;
    }
}

/// <summary>A bus whose listeners are told by the test.</summary>
internal sealed class HeardBus : IRaptorBus
{
    private readonly Lock _gate = new();
    private readonly List<(Guid Workspace, Action<Guid> Changed)> _listeners = [];

    /// <summary>The workspaces listened to.</summary>
    public IReadOnlyList<Guid> Listened
    {
        get
        {
            lock (_gate)
                return [.. _listeners.Select(l => l.Workspace)];
        }
    }

    public void Tell(Guid workspace, Guid run)
    {
        lock (_gate)
            _listeners.Where(l => l.Workspace == workspace).ToList().ForEach(l => l.Changed(run));
    }

    public Task<IAsyncDisposable> OnEventsAsync(Guid workspaceId, Action<Guid> changed, CancellationToken cancellationToken)
    {
        lock (_gate)
            _listeners.Add((workspaceId, changed));
        return Task.FromResult<IAsyncDisposable>(new Subscription(() =>
        {
            lock (_gate)
                _listeners.Remove((workspaceId, changed));
        }));
    }

    public Task PushAsync(IReadOnlyList<ReadyTask> tasks, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(Guid WorkspaceId, Guid TaskId)>?> PopAsync(string lane, int most, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task PublishAsync(IReadOnlyList<ChangedRun> runs, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CancelAsync(Guid runId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IAsyncDisposable> OnWorkAsync(string lane, Action wake, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IAsyncDisposable> OnCancelAsync(Action<Guid> cancel, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class Subscription(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
