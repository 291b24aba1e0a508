using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// Workspaces' vectors in this process, each under its workspace's id, and used only at the version that Postgres says is current.
/// </summary>
internal sealed class VectorCache(IOptions<MemoryOptions> options) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheMegabytes * 1024L * 1024L });

    public async Task<WorkspaceVectors> GetAsync(Scope scope, Guid workspaceId, string model, int dimensions, CancellationToken cancellationToken)
    {
        // Read before the vectors: they can then be newer than their version says, never older.
        var version = await scope.FirstAsync<long?>("select version from memory_versions where workspace_id = @workspaceId", new { workspaceId }, cancellationToken) ?? 0;
        if (_cache.TryGetValue((workspaceId, model), out WorkspaceVectors? kept) && kept!.Version == version)
            return kept;
        var loaded = await LoadAsync(scope, workspaceId, version, model, dimensions, cancellationToken);
        _cache.Set((workspaceId, model), loaded, new MemoryCacheEntryOptions { Size = loaded.Bytes, SlidingExpiration = options.Value.CacheIdle });
        return loaded;
    }

    public void Dispose() => _cache.Dispose();

    private static async Task<WorkspaceVectors> LoadAsync(Scope scope, Guid workspaceId, long version, string model, int dimensions, CancellationToken cancellationToken)
    {
        var (ids, collections, vectors) = (new List<long>(), new List<string>(), new List<float>());
        await using var command = new NpgsqlCommand(
            "select id, collection, embedding from memory_chunks where workspace_id = $1 and embedding_model = $2 and cardinality(embedding) = $3", scope.Connection);
        command.Parameters.Add(new() { Value = workspaceId });
        command.Parameters.Add(new() { Value = model });
        command.Parameters.Add(new() { Value = dimensions });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
            collections.Add(string.Intern(reader.GetString(1)));
            vectors.AddRange(await reader.GetFieldValueAsync<float[]>(2, cancellationToken));
        }
        return new(version, [.. ids], [.. collections], [.. vectors], dimensions);
    }
}
