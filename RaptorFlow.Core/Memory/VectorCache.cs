using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// Workspaces' vectors in this process, each under its workspace's id, and used only at the version that Postgres says is current.
/// Searches at the same time load a workspace once, whether or not there is room to keep it.
/// </summary>
internal sealed class VectorCache(IOptions<MemoryOptions> options) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheMegabytes * 1024L * 1024L });
    private readonly ConcurrentDictionary<(Guid Workspace, string Model, long Version), TaskCompletionSource<WorkspaceVectors?>> _loading = new();

    /// <param name="workspaceId">Whose.</param>
    /// <param name="model">The model that made them.</param>
    /// <param name="version">The version that is current.</param>
    /// <param name="load">Loads them at this version.</param>
    /// <param name="cancellationToken">Ends the wait for somebody else's load.</param>
    public async Task<WorkspaceVectors> GetAsync(Guid workspaceId, string model, long version, Func<Task<WorkspaceVectors>> load, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_cache.TryGetValue((workspaceId, model), out WorkspaceVectors? kept) && kept!.Version == version)
                return kept;
            var mine = new TaskCompletionSource<WorkspaceVectors?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _loading.GetOrAdd((workspaceId, model, version), mine);
            if (first == mine)
                return await LoadAsync(workspaceId, model, version, load, mine);
            if (await first.Task.WaitAsync(cancellationToken) is { } shared)
                return shared;
            // Who loaded failed or gave up; that is theirs.
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task<WorkspaceVectors> LoadAsync(Guid workspaceId, string model, long version, Func<Task<WorkspaceVectors>> load, TaskCompletionSource<WorkspaceVectors?> told)
    {
        WorkspaceVectors? loaded = null;
        try
        {
            loaded = await load();
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
