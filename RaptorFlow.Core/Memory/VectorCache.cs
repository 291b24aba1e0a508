using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// Workspaces' indexes in this process, each under its workspace's id, and used only at the version that Postgres says is current.
/// Searches at the same time bring a workspace up to date once, whether or not there is room to keep it.
/// </summary>
internal sealed class VectorCache(IOptions<MemoryOptions> options) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheMegabytes * 1024L * 1024L });
    private readonly ConcurrentDictionary<(Guid Workspace, string Model, long Version), TaskCompletionSource<WorkspaceIndex?>> _loading = new();

    /// <param name="workspaceId">Whose.</param>
    /// <param name="model">The model whose vectors are in it.</param>
    /// <param name="standing">Where the workspace stands, read before.</param>
    /// <param name="load">Loads it at this version, from what is kept where that can be brought up to date.</param>
    /// <param name="cancellationToken">Ends the wait for somebody else's load.</param>
    public async Task<WorkspaceIndex> GetAsync(Guid workspaceId, string model, MemoryStanding standing, Func<WorkspaceIndex?, Task<WorkspaceIndex>> load, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A newer one than was asked for is no worse: somebody else asked later.
            if (_cache.TryGetValue((workspaceId, model), out WorkspaceIndex? kept) && kept!.Version >= standing.Version)
                return kept;
            var mine = new TaskCompletionSource<WorkspaceIndex?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _loading.GetOrAdd((workspaceId, model, standing.Version), mine);
            if (first == mine)
                return await LoadAsync(workspaceId, model, standing.Version, () => load(kept?.Version >= standing.Pruned ? kept : null), mine);
            if (await first.Task.WaitAsync(cancellationToken) is { } shared)
                return shared;
            // Who loaded failed or gave up; that is theirs.
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task<WorkspaceIndex> LoadAsync(Guid workspaceId, string model, long version, Func<Task<WorkspaceIndex>> load, TaskCompletionSource<WorkspaceIndex?> told)
    {
        WorkspaceIndex? loaded = null;
        try
        {
            loaded = await load();
            if (!_cache.TryGetValue((workspaceId, model), out WorkspaceIndex? kept) || kept!.Version < version)
                _cache.Set((workspaceId, model), loaded, new MemoryCacheEntryOptions { Size = loaded.Bytes, SlidingExpiration = options.Value.CacheIdle });
            return loaded;
        }
        finally
        {
            _loading.TryRemove((workspaceId, model, version), out _);
            told.SetResult(loaded);
        }
    }
}
