using Microsoft.Extensions.Options;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class VectorCacheTests : IDisposable
{
    private const int MoreThanAMegabyte = 300_000;

    private readonly VectorCache _cache = new(Options.Create(new MemoryOptions { CacheMegabytes = 1 }));
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Guid _workspace = Guid.NewGuid();
    private int _loads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Get_ManyAtOnceOfAWorkspaceLargerThanTheCache_LoadsOnce()
    {
        var searches = Enumerable.Range(0, 8).Select(_ => GetAsync(1, MoreThanAMegabyte)).ToList();
        _released.SetResult();
        var found = await Task.WhenAll(searches);

        Assert.Equal(1, _loads);
        Assert.Single(found.Distinct());
        await GetAsync(1, MoreThanAMegabyte);
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task Get_AgainAtTheSameVersion_IsKeptAndAtAnotherIsNot()
    {
        _released.SetResult();
        await GetAsync(1, 10);
        await GetAsync(1, 10);
        Assert.Equal(1, _loads);
        Assert.Equal(2, (await GetAsync(2, 10)).Version);
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task Get_LoadThatFails_FailsForItsOwnSearchAlone()
    {
        var failing = _cache.GetAsync(_workspace, "model", new(1, 0, 0), async _ =>
        {
            await _released.Task;
            throw new InvalidOperationException("gave up");
        }, Token);
        var waiting = GetAsync(1, 10);
        _released.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(1, (await waiting).Version);
    }

    [Fact]
    public async Task Get_WaitGivenUp_LeavesTheLoadToTheOthers()
    {
        using var impatience = new CancellationTokenSource();
        var loading = GetAsync(1, 10);
        var waiting = _cache.GetAsync(_workspace, "model", new(1, 0, 0), _ => throw new InvalidOperationException("is loaded already"), impatience.Token);
        await impatience.CancelAsync();
        _released.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, (await loading).Version);
    }

    [Fact]
    public async Task Get_NewerVersion_BeginsWithWhatIsKept_UnlessDeletionsSinceAreForgotten()
    {
        var begunWith = new List<long?>();
        await LoadAsync(new(1, 0, 0));
        await LoadAsync(new(2, 0, 1));
        await LoadAsync(new(9, 0, 3));
        Assert.Equal([null, 1, null], begunWith);

        Task<WorkspaceIndex> LoadAsync(MemoryStanding standing) => _cache.GetAsync(_workspace, "model", standing, kept =>
        {
            begunWith.Add(kept?.Version);
            return Task.FromResult(new WorkspaceIndex(standing.Version, []));
        }, Token);
    }

    [Fact]
    public async Task Get_OlderVersionThanIsKept_IsTheOneThatIsKept()
    {
        _released.SetResult();
        await GetAsync(5, 10);
        Assert.Equal(5, (await GetAsync(4, 10)).Version);
        Assert.Equal(1, _loads);
    }

    private Task<WorkspaceIndex> GetAsync(long version, int floats) => _cache.GetAsync(_workspace, "model", new(version, 0, 0), async _ =>
    {
        Interlocked.Increment(ref _loads);
        await _released.Task;
        var segment = new SegmentBuilder(floats);
        segment.Add(new(Guid.Empty, new("codex_knowledge", null, null, null)), "simple", [], 1, new float[floats], [new("word", 0, 1)]);
        return new WorkspaceIndex(version, [segment.Build()]);
    }, Token);
}
