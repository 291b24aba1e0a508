using System.Security.Cryptography;
using System.Text;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory;

/// <summary>What workspaces remember.</summary>
public sealed class MemoryStore
{
    private const string Columns =
        "id, title, collection, type, source, published_on as Date, campaign_id as CampaignId, language, chunks, created_at as CreatedAt";

    private readonly Database _database;
    private readonly WorkspaceEmbeddings _embeddings;
    private readonly TimeProvider _time;
    private readonly MemorySearch _search;

    internal MemoryStore(Database database, WorkspaceEmbeddings embeddings, MemorySearch search, TimeProvider time)
    {
        _database = database;
        _embeddings = embeddings;
        _time = time;
        _search = search;
    }

    /// <summary>One workspace's memory, as agents see it.</summary>
    public IMemory ForWorkspace(Guid workspaceId) => new WorkspaceMemory(this, workspaceId);

    /// <summary>Remembers a document. The same text again in the same collection and campaign is the document that is there already.</summary>
    public async Task<(MemoryDocument Document, bool Added)> AddAsync(Guid workspaceId, NewDocument document, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Collection}\n{document.CampaignId}\n{document.Text}"));
        if (await FindAsync(workspaceId, hash, cancellationToken) is { } known)
            return (known, false);
        var passages = Splitter.Split(document.Text);
        // The title and the headings say what a passage is about where the passage itself only says "it".
        var vectors = await _embeddings.OfAsync(workspaceId, [.. passages.Select(p => $"{document.Title}\n{p.Heading}\n{p.Text}")], cancellationToken);

        var now = _time.GetUtcNow();
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var added = await scope.FirstAsync<MemoryDocument>($"""
            insert into memory_documents (id, workspace_id, collection, type, title, source, published_on, campaign_id, language, content_hash, chunks, created_at)
            values (@id, @workspaceId, @Collection, @Type, @Title, @Source, @Date, @CampaignId, @language, @hash, @chunks, @now)
            on conflict (workspace_id, content_hash) do nothing
            returning {Columns}
            """, new
        {
            id = Guid.CreateVersion7(now),
            workspaceId,
            document.Collection,
            document.Type,
            document.Title,
            document.Source,
            document.Date,
            document.CampaignId,
            language = Language.Detect(document.Text),
            hash,
            chunks = passages.Count,
            now,
        }, cancellationToken);
        if (added is null)
            return (await FindAsync(workspaceId, hash, cancellationToken) ?? throw new InvalidOperationException("The document was deleted while it was added."), false);
        await InsertAsync(scope, workspaceId, added, passages, vectors, cancellationToken);
        await MemoryChanges.NoteAsync(scope, workspaceId, added.Id, added.Collection, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return (added, true);
    }

    /// <param name="workspaceId">Whose memory.</param>
    /// <param name="query">1 to 2,000 characters.</param>
    /// <param name="among">Which documents.</param>
    /// <param name="limit">1 to 50.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<IReadOnlyList<MemoryHit>> SearchAsync(Guid workspaceId, string query, MemoryFilter among, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= 50, true, nameof(limit));
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        // NUL cannot be stored, so it cannot be found either.
        return _search.FindAsync(workspaceId, query.Replace('\0', ' '), among, limit, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MemoryDocument>> ListAsync(Guid workspaceId, string? collection, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<MemoryDocument>($"""
            select {Columns} from memory_documents
            where workspace_id = @workspaceId and (@collection::text is null or collection = @collection) and (@before::uuid is null or id < @before)
            order by id desc limit @limit
            """, new { workspaceId, collection, before, limit }, cancellationToken);
    }

    /// <returns>False when the workspace has no such document.</returns>
    public async Task<bool> DeleteAsync(Guid workspaceId, Guid documentId, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var collection = await scope.FirstAsync<string>("delete from memory_documents where workspace_id = @workspaceId and id = @documentId returning collection", new { workspaceId, documentId }, cancellationToken);
        if (collection is null)
            return false;
        await MemoryChanges.NoteAsync(scope, workspaceId, documentId, collection, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<MemoryDocument?> FindAsync(Guid workspaceId, byte[] hash, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await scope.FirstAsync<MemoryDocument>($"select {Columns} from memory_documents where workspace_id = @workspaceId and content_hash = @hash", new { workspaceId, hash }, cancellationToken);
    }

    private async Task InsertAsync(Scope scope, Guid workspaceId, MemoryDocument document, IReadOnlyList<Passage> passages, IReadOnlyList<float[]> vectors, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(scope.Connection);
        for (var i = 0; i < passages.Count; i++)
        {
            var command = new NpgsqlBatchCommand("""
                insert into memory_chunks (workspace_id, document_id, collection, position, heading, text, language, embedding, embedding_model)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """);
            foreach (var value in new object[] { workspaceId, document.Id, document.Collection, i, passages[i].Heading, passages[i].Text, document.Language, vectors[i], _embeddings.Model })
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class WorkspaceMemory(MemoryStore store, Guid workspaceId) : IMemory
    {
        public Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken) =>
            store.SearchAsync(workspaceId, query, new MemoryFilter { Collections = collections }, limit, cancellationToken);
    }
}
