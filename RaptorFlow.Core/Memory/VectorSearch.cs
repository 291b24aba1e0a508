using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// The nearest passages: from an index where there is one that answers, with what changed since it was last brought up to date compared
/// here; else by exact comparison in this process.
/// </summary>
internal sealed partial class VectorSearch(VectorCache cache, WorkspaceEmbeddings embeddings, TimeProvider time, ILogger<VectorSearch> logger, IVectorIndex? index = null)
{
    public const string MeterName = "RaptorFlow.Memory";

    /// <summary>So many changed passages are compared beside the index; when there are more, it is not asked.</summary>
    public const int MostChangedPassages = 2_000;

    // Not every search waits for a server that is away.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly Counter<long> Fallbacks = new Meter(MeterName).CreateCounter<long>(
        "raptorflow.memory.fallbacks", "{search}", "Searches that compared vectors in the process although there is an index, by reason: away or behind.");

    private long _away = long.MinValue;

    /// <returns>The workspace's words, with its vectors where these are compared here, and the nearest passages.</returns>
    public async Task<(WorkspaceIndex Words, IReadOnlyList<Found> Nearest)> NearestAsync(
        Scope scope, Guid workspaceId, MemoryStanding standing, float[] query, MemoryFilter among, int count, CancellationToken cancellationToken)
    {
        if (index is not null && query.Length > 0 && await FromIndexAsync(index, scope, workspaceId, standing, query, among, count, cancellationToken) is { } nearest)
            return (await CachedAsync(scope, workspaceId, standing, new(embeddings.Model, 0), cancellationToken), nearest);
        var exact = await CachedAsync(scope, workspaceId, standing, new(embeddings.Model, query.Length), cancellationToken);
        return (exact, exact.Nearest(query, among, count));
    }

    private Task<WorkspaceIndex> CachedAsync(Scope scope, Guid workspaceId, MemoryStanding standing, StoredPassages stored, CancellationToken cancellationToken) =>
        cache.GetAsync(workspaceId, $"{stored.Model} {stored.Dimensions}", standing, kept => kept is null
            ? stored.ReadAsync(scope, workspaceId, standing.Version, cancellationToken)
            : stored.ReadAsync(scope, workspaceId, standing.Version, kept, cancellationToken), cancellationToken);

    // Null where the index cannot be asked, or should not.
    private async Task<IReadOnlyList<Found>?> FromIndexAsync(
        IVectorIndex asked, Scope scope, Guid workspaceId, MemoryStanding standing, float[] query, MemoryFilter among, int count, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _away) is var away && away != long.MinValue && time.GetElapsedTime(away) < Rest)
            return Fallback("away");
        var behind = standing.Indexed < standing.Version;
        if (behind && (standing.Indexed == 0 || await ChangedPassagesAsync(scope, workspaceId, standing.Indexed, cancellationToken) > MostChangedPassages))
            return Fallback("behind");
        try
        {
            var near = await asked.SearchAsync(workspaceId, new(embeddings.Model, query.Length), query, among, behind ? count * 2 : count, cancellationToken);
            Volatile.Write(ref _away, long.MinValue);
            var (changed, added) = behind
                ? await new StoredPassages(embeddings.Model, query.Length).ChangedAsync(scope, workspaceId, standing.Indexed, cancellationToken)
                : (new HashSet<Guid>(), []);
            return [.. near.Where(n => n.Likeness >= WorkspaceIndex.LeastLikeness && !changed.Contains(n.DocumentId)).Select(n => new Found(n.PassageId, n.Likeness))
                .Concat(new WorkspaceIndex(standing.Version, added).Nearest(query, among, count))
                .OrderByDescending(f => f.Score).ThenBy(f => f.Id).Take(count)];
        }
        catch (Exception e) when (e is not Npgsql.NpgsqlException && !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is that the index has, the search goes on without it.
            Volatile.Write(ref _away, time.GetTimestamp());
            LogAway(e);
            return Fallback("away");
        }
    }

    private static async Task<long> ChangedPassagesAsync(Scope scope, Guid workspaceId, long since, CancellationToken cancellationToken) =>
        await scope.FirstAsync<long>("""
            select coalesce(sum(d.chunks), 0) from memory_changes c join memory_documents d on d.id = c.document_id where c.workspace_id = @workspaceId and c.version > @since
            """, new { workspaceId, since }, cancellationToken);

    private static IReadOnlyList<Found>? Fallback(string reason)
    {
        Fallbacks.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "The vector index did not answer; vectors are compared in the process meanwhile")]
    private partial void LogAway(Exception exception);
}
