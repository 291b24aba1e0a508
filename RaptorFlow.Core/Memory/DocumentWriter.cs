using System.Text;
using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>A document with all that is derived from it, which takes longer to make than a transaction should.</summary>
internal sealed record PreparedDocument(NewDocument Document, byte[] Hash, IReadOnlyList<Passage> Passages, EmbeddedTexts Embedded);

/// <summary>Writes documents with their passages, in the caller's transaction, and tells of it.</summary>
internal sealed class DocumentWriter(WorkspaceEmbeddings embeddings, TimeProvider time)
{
    private const string InsertRow = $"""
        insert into memory_documents (id, workspace_id, collection, campaign_id, created_at, type, title, source, published_on, language, language_tag, content_hash, chunks,
            embedded_with, text, media_type, bytes, address, etag, last_modified, fetched_at, tried_at)
        values (@id, @workspaceId, @Collection, @CampaignId, @now, @Type, @Title, @Source, @Date, @language, @LanguageTag, @Hash, @chunks,
            @Space, @Text, @MediaType, @bytes, @Address, @ETag, @LastModified, case when @Address::text is not null then now() end, case when @Address::text is not null then now() end)
        on conflict (workspace_id, content_hash) do nothing
        returning {DocumentRows.Columns}
        """;

    private const string UpdateRow = $"""
        update memory_documents
        set type = @Type, title = @Title, source = @Source, published_on = @Date, language = @language, language_tag = @LanguageTag, content_hash = @Hash, chunks = @chunks,
            embedded_with = @Space, embed_tried_at = null, text = @Text, media_type = @MediaType, bytes = @bytes, revision = revision + 1, updated_at = @now, last_error = null, address = @Address, etag = @ETag, last_modified = @LastModified,
            fetched_at = case when @Address::text is not null then now() end, tried_at = case when @Address::text is not null then now() end
        where workspace_id = @workspaceId and id = @id
        returning {DocumentRows.Columns}
        """;

    public async Task<PreparedDocument> PrepareAsync(Guid workspaceId, NewDocument document, CancellationToken cancellationToken)
    {
        var passages = Splitter.Split(document.Text);
        var embedded = await embeddings.PassagesAsync(workspaceId, [.. passages.Select(p => Passage.Meaning(document.Title, p.Heading, p.Text))], cancellationToken);
        return new(document, DocumentRows.Hash(document), passages, embedded);
    }

    /// <returns>Null when another document of the collection and campaign has this text.</returns>
    public async Task<MemoryDocument?> InsertAsync(Scope scope, Guid workspaceId, PreparedDocument prepared, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = await scope.FirstAsync<MemoryDocument>(InsertRow, Values(workspaceId, Guid.CreateVersion7(now), now, prepared), cancellationToken);
        if (row is not null)
            await WritePassagesAsync(scope, workspaceId, row, prepared, cancellationToken);
        return row;
    }

    /// <summary>Puts another text, and what goes with it, in place of a document's; its id, collection and campaign stay.</summary>
    /// <exception cref="PostgresException">A unique violation: another document of the collection and campaign has this text.</exception>
    public async Task<MemoryDocument> ReplaceAsync(Scope scope, Guid workspaceId, Guid documentId, PreparedDocument prepared, CancellationToken cancellationToken)
    {
        var row = await scope.FirstAsync<MemoryDocument>(UpdateRow, Values(workspaceId, documentId, time.GetUtcNow(), prepared), cancellationToken)
            ?? throw new InvalidOperationException("The document that was locked is gone.");
        await scope.ExecuteAsync("delete from memory_chunks where workspace_id = @workspaceId and document_id = @documentId", new { workspaceId, documentId }, cancellationToken);
        await WritePassagesAsync(scope, workspaceId, row, prepared, cancellationToken);
        return row;
    }

    private static object Values(Guid workspaceId, Guid id, DateTimeOffset now, PreparedDocument prepared)
    {
        var document = prepared.Document;
        return new
        {
            id,
            workspaceId,
            now,
            document.Collection,
            document.CampaignId,
            document.Type,
            document.Title,
            document.Source,
            document.Date,
            language = Language.Detect(document.Text),
            document.LanguageTag,
            prepared.Hash,
            chunks = prepared.Passages.Count,
            prepared.Embedded.Space,
            document.Text,
            document.MediaType,
            bytes = document.Bytes ?? Encoding.UTF8.GetByteCount(document.Text),
            document.Page?.Address,
            document.Page?.ETag,
            document.Page?.LastModified,
        };
    }

    private static async Task WritePassagesAsync(Scope scope, Guid workspaceId, MemoryDocument document, PreparedDocument prepared, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(scope.Connection);
        for (var i = 0; i < prepared.Passages.Count; i++)
        {
            var command = new NpgsqlBatchCommand("""
                insert into memory_chunks (workspace_id, document_id, collection, position, heading, text, language, embedding, embedding_model)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """);
            foreach (var value in new object[] { workspaceId, document.Id, document.Collection, i, prepared.Passages[i].Heading, prepared.Passages[i].Text, document.Language, prepared.Embedded.Vectors[i], prepared.Embedded.Model })
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await MemoryChanges.NoteAsync(scope, workspaceId, document.Id, document.Collection, cancellationToken);
    }
}
