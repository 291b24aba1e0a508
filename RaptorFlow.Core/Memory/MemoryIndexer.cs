using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// Brings the vector index in step with Postgres: applies what changed, and compares what both have. One at a time in the whole
/// installation. What it applies is each document's state now, so that to apply it twice, or late, is the same.
/// </summary>
public sealed partial class MemoryIndexer
{
    private const long LockKey = 0x5261_7074_6F72_0005;
    private const int Workspaces = 100;
    private const int Documents = 50;

    private const string Behind = "select workspace_id from memory_versions where indexed_version < version order by workspace_id limit @Workspaces";

    // As many documents as make one upsert, and all of each.
    private const string Changed = "select document_id as Id, version from memory_changes where workspace_id = @workspaceId and version > @since order by version, document_id limit @Documents";

    private const string Points = """
        select c.id as PassageId, c.document_id as DocumentId, d.collection, d.type, d.published_on as PublishedOn, d.campaign_id as CampaignId, c.embedding, c.embedding_model as Model
        from memory_chunks c join memory_documents d on d.id = c.document_id
        where c.workspace_id = @workspaceId and c.document_id = any (@ids)
        """;

    // Only from where it was: a rebuild that began meanwhile has put it back to 0.
    private const string Advance = "update memory_versions set indexed_version = @to where workspace_id = @workspaceId and indexed_version = @from";

    private const string Counts = """
        select collection, embedding_model as Model, cardinality(embedding) as Dimensions, count(*) as Passages from memory_chunks
        where workspace_id = @workspaceId group by collection, embedding_model, cardinality(embedding)
        """;

    // Only when nothing changed while both were counted.
    private const string Repair = "update memory_versions set indexed_version = 0 where workspace_id = @workspaceId and version = @Version and indexed_version = @Version";

    private readonly Database _database;
    private readonly IVectorIndex? _index;
    private readonly ILogger<MemoryIndexer> _logger;

    internal MemoryIndexer(Database database, ILogger<MemoryIndexer> logger, IVectorIndex? index)
    {
        _database = database;
        _index = index;
        _logger = logger;
    }

    /// <summary>False where vectors are searched in the processes, and nothing is to be kept in step.</summary>
    public bool HasIndex => _index is not null;

    /// <summary>Applies what changed.</summary>
    /// <returns>To how many workspaces; −1 when another host is at it.</returns>
    public Task<int> ApplyAsync(CancellationToken cancellationToken) => AloneAsync(wait: false, async sweep =>
    {
        var behind = await sweep.QueryAsync<Guid>(Behind, new { Workspaces }, cancellationToken);
        foreach (var workspace in behind)
            await ApplyAsync(_index!, workspace, cancellationToken);
        return behind.Count;
    }, cancellationToken);

    /// <summary>Compares how many passages each workspace has in each collection, here and there, and begins those anew that differ.</summary>
    /// <returns>How many differ; −1 when another host is at it.</returns>
    public Task<int> CompareAsync(CancellationToken cancellationToken) => AloneAsync(wait: false, async sweep =>
    {
        var differing = 0;
        foreach (var workspace in await sweep.QueryAsync<Guid>("select workspace_id from memory_versions where indexed_version = version and version > 0", null, cancellationToken))
        {
            if (!await DiffersAsync(_index!, workspace, cancellationToken))
                continue;
            differing++;
            LogDiffers(workspace);
        }
        return differing;
    }, cancellationToken);

    /// <summary>Drops the index and has every workspace applied again; waits for another host that is at it.</summary>
    /// <returns>How many workspaces.</returns>
    public Task<int> RebuildAsync(CancellationToken cancellationToken) => AloneAsync(wait: true, async sweep =>
    {
        // First, so that a rebuild that dies half-way leaves nothing that says it is indexed and is not.
        var workspaces = await sweep.QueryAsync<Guid>("select workspace_id from memory_versions", null, cancellationToken);
        foreach (var workspace in workspaces.Chunk(Workspaces))
        {
            await using var scope = await _database.BeginAsync(workspace, cancellationToken);
            await scope.ExecuteAsync("update memory_versions set indexed_version = 0 where workspace_id = any (@workspace)", new { workspace }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        await _index!.RecreateAsync(cancellationToken);
        return workspaces.Count;
    }, cancellationToken);

    private async Task<int> AloneAsync(bool wait, Func<Scope, Task<int>> work, CancellationToken cancellationToken)
    {
        if (_index is null)
            return 0;
        await using var sweep = await _database.BeginSweepAsync(cancellationToken);
        if (wait)
            await sweep.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken);
        else if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        return await work(sweep);
    }

    private async Task ApplyAsync(IVectorIndex index, Guid workspaceId, CancellationToken cancellationToken)
    {
        var standing = await StandingAsync(workspaceId, cancellationToken);
        var from = standing.Indexed;
        // From the beginning, or where deletions are told of no more: what the index has may be of documents that nobody knows.
        if (from == 0 || from < standing.Pruned)
        {
            if (from > 0 && !await AdvanceAsync(workspaceId, from, 0, cancellationToken))
                return;
            await index.ClearAsync(workspaceId, cancellationToken);
            from = 0;
        }
        while (true)
        {
            var (now, changed, rows) = await ChangedAsync(workspaceId, from, cancellationToken);
            if (changed.Count > 0)
                await index.DeleteAsync(workspaceId, [.. changed.Select(c => c.Id)], cancellationToken);
            foreach (var space in rows.GroupBy(row => new VectorSpace(row.Model, row.Embedding.Length)))
                await index.UpsertAsync(workspaceId, space.Key, [.. space.Select(row => row.ToPoint())], cancellationToken);
            var isAll = changed.Count < Documents;
            var to = isAll ? now : changed[^1].Version;
            if (!await AdvanceAsync(workspaceId, from, to, cancellationToken) || isAll)
                return;
            from = to;
        }
    }

    private async Task<(long Version, IReadOnlyList<Change> Changed, IReadOnlyList<Row> Rows)> ChangedAsync(Guid workspaceId, long since, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        // First: what changes after this is told of again the next time.
        var standing = await MemoryStanding.ReadAsync(scope, workspaceId, cancellationToken);
        var changed = await scope.QueryAsync<Change>(Changed, new { workspaceId, since, Documents }, cancellationToken);
        return (standing.Version, changed, await scope.QueryAsync<Row>(Points, new { workspaceId, ids = changed.Select(c => c.Id).ToArray() }, cancellationToken));
    }

    private async Task<bool> AdvanceAsync(Guid workspaceId, long from, long to, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var advanced = await scope.ExecuteAsync(Advance, new { workspaceId, from, to }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return advanced == 1;
    }

    private async Task<bool> DiffersAsync(IVectorIndex index, Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var standing = await MemoryStanding.ReadAsync(scope, workspaceId, cancellationToken);
        foreach (var ours in await scope.QueryAsync<Counted>(Counts, new { workspaceId }, cancellationToken))
        {
            if (await index.CountAsync(workspaceId, new(ours.Model, ours.Dimensions), ours.Collection, cancellationToken) == ours.Passages)
                continue;
            var repaired = await scope.ExecuteAsync(Repair, new { workspaceId, standing.Version }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
            return repaired == 1;
        }
        return false;
    }

    private async Task<MemoryStanding> StandingAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await MemoryStanding.ReadAsync(scope, workspaceId, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The vector index does not have as many passages of workspace {Workspace} as Postgres; they are indexed again")]
    private partial void LogDiffers(Guid workspace);

    private sealed record Change(Guid Id, long Version);

    private sealed record Counted
    {
        public string Collection { get; init; } = "";
        public string Model { get; init; } = "";
        public int Dimensions { get; init; }
        public long Passages { get; init; }
    }

    private sealed record Row
    {
        public long PassageId { get; init; }
        public Guid DocumentId { get; init; }
        public string Collection { get; init; } = "";
        public string? Type { get; init; }
        public DateOnly? PublishedOn { get; init; }
        public Guid? CampaignId { get; init; }
        public float[] Embedding { get; init; } = [];
        public string Model { get; init; } = "";

        public VectorPoint ToPoint() => new(PassageId, DocumentId, new(Collection, Type, PublishedOn, CampaignId), Embedding);
    }
}
