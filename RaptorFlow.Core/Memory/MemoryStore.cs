using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory;

/// <summary>What workspaces remember.</summary>
public sealed class MemoryStore
{
    private readonly Database _database;
    private readonly DocumentKeeping _keeping;
    private readonly MemorySearch _search;

    internal MemoryStore(Database database, MemorySearch search, DocumentKeeping keeping)
    {
        _database = database;
        _keeping = keeping;
        _search = search;
    }

    /// <summary>One workspace's memory, as agents see it.</summary>
    public IMemory ForWorkspace(Guid workspaceId) => new WorkspaceMemory(_search, EmbeddingCall.Memory(workspaceId));

    /// <summary>As <see cref="ForWorkspace"/>, where what a search costs is on an agent's account.</summary>
    public IMemory ForAccount(CostScope account) => new WorkspaceMemory(_search, account);

    /// <summary>Remembers a document. The same text again in the same collection and campaign is the document that is there already.</summary>
    public async Task<(MemoryDocument Document, bool Added)> AddAsync(Guid workspaceId, NewDocument document, CancellationToken cancellationToken)
    {
        var (outcome, kept) = await _keeping.KeepAsync(workspaceId, document, replace: false, cancellationToken);
        return (kept, outcome == DocumentOutcome.Added);
    }

    /// <summary>Puts another text in place of a document's; a document of a page is then no longer that page's.</summary>
    /// <param name="workspaceId">Whose memory.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="change">What is to be different.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<(DocumentOutcome Outcome, MemoryDocument? Document)> ReplaceAsync(Guid workspaceId, Guid documentId, DocumentChange change, CancellationToken cancellationToken) =>
        _keeping.ReplaceAsync(workspaceId, documentId, change.Of, cancellationToken);

    /// <returns>Null when the workspace has no such document.</returns>
    public async Task<MemoryDocumentText?> FindAsync(Guid workspaceId, Guid documentId, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await DocumentRows.WithTextAsync(scope, workspaceId, documentId, locked: false, cancellationToken);
    }

    /// <param name="workspaceId">Whose memory.</param>
    /// <param name="query">1 to 2,000 characters.</param>
    /// <param name="among">Which documents.</param>
    /// <param name="limit">1 to 50.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<IReadOnlyList<MemoryHit>> SearchAsync(Guid workspaceId, string query, MemoryFilter among, int limit, CancellationToken cancellationToken) =>
        FindAsync(_search, EmbeddingCall.Memory(workspaceId), query, among, limit, cancellationToken);

    private static Task<IReadOnlyList<MemoryHit>> FindAsync(MemorySearch search, CostScope account, string query, MemoryFilter among, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(limit is >= 1 and <= 50, true, nameof(limit));
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        // NUL cannot be stored, so it cannot be found either.
        return search.FindAsync(account.WorkspaceId, query.Replace('\0', ' '), among, limit, cancellationToken, account: account);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MemoryDocument>> ListAsync(Guid workspaceId, string? collection, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<MemoryDocument>($"""
            select {DocumentRows.Columns} from memory_documents
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

    private sealed class WorkspaceMemory(MemorySearch search, CostScope account) : IMemory
    {
        public Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken) =>
            FindAsync(search, account, query, new MemoryFilter { Collections = collections }, limit, cancellationToken);
    }
}
