using System.Security.Cryptography;
using System.Text;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Finds documents in Postgres.</summary>
internal static class DocumentRows
{
    public const string Columns = """
        id, title, collection, type, source, published_on as Date, campaign_id as CampaignId, language, language_tag, media_type, bytes, chunks, revision,
        created_at as CreatedAt, coalesce(updated_at, created_at) as UpdatedAt, address, fetched_at, last_error
        """;

    private const string InPlace = "workspace_id = @workspaceId and collection = @Collection and campaign_id is not distinct from @CampaignId";

    // What came from an address is that page; what was sent is known by its source only when somebody says so.
    private const string SamePage = "md5(address) = md5(@address) and address = @address";
    private const string SameSource = "md5(source) = md5(@Source) and source = @Source and address is null";

    /// <summary>What tells texts of a collection and campaign apart.</summary>
    public static byte[] Hash(NewDocument document) => SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Collection}\n{document.CampaignId}\n{document.Text}"));

    public static Task<MemoryDocument?> ByHashAsync(Scope scope, Guid workspaceId, byte[] hash, CancellationToken cancellationToken) =>
        scope.FirstAsync<MemoryDocument>($"select {Columns} from memory_documents where workspace_id = @workspaceId and content_hash = @hash", new { workspaceId, hash }, cancellationToken);

    /// <summary>The document that this is another version of; locked until the transaction ends.</summary>
    public static Task<MemoryDocument?> SameAsync(Scope scope, Guid workspaceId, NewDocument document, CancellationToken cancellationToken) => scope.FirstAsync<MemoryDocument>(
        $"select {Columns} from memory_documents where {InPlace} and {(document.Page is null ? SameSource : SamePage)} order by id desc limit 1 for update",
        new { workspaceId, document.Collection, document.CampaignId, document.Source, address = document.Page?.Address },
        cancellationToken);

    public static Task<MemoryDocument?> ByIdAsync(Scope scope, Guid workspaceId, Guid documentId, CancellationToken cancellationToken) =>
        scope.FirstAsync<MemoryDocument>($"select {Columns} from memory_documents where workspace_id = @workspaceId and id = @documentId", new { workspaceId, documentId }, cancellationToken);

    public static Task<MemoryDocumentText?> WithTextAsync(Scope scope, Guid workspaceId, Guid documentId, bool locked, CancellationToken cancellationToken) => scope.FirstAsync<MemoryDocumentText>(
        $"select {Columns}, text from memory_documents where workspace_id = @workspaceId and id = @documentId {(locked ? "for update" : "")}", new { workspaceId, documentId }, cancellationToken);

    /// <summary>Two at once that are versions of the same document wait for each other, though there is no row yet to wait at.</summary>
    public static Task LockAsync(Scope scope, Guid workspaceId, NewDocument document, CancellationToken cancellationToken) => scope.ExecuteAsync(
        "select pg_advisory_xact_lock(hashtextextended(@identity, 5))",
        new { identity = $"{workspaceId} {document.Collection} {document.CampaignId} {document.Page?.Address ?? document.Source}" },
        cancellationToken);

    public static Task SeenAsync(Scope scope, Guid workspaceId, Guid documentId, PageVersion page, CancellationToken cancellationToken) => scope.ExecuteAsync(
        """
        update memory_documents
        set etag = coalesce(@ETag, etag), last_modified = coalesce(@LastModified, last_modified), fetched_at = now(), tried_at = now(), last_error = null
        where workspace_id = @workspaceId and id = @documentId and address = @Address
        """, new { workspaceId, documentId, page.ETag, page.LastModified, page.Address }, cancellationToken);
}
