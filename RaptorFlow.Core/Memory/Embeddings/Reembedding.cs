using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Memory.Embeddings;

/// <summary>
/// Puts vectors of the configured model in place of others': after it was changed, and of documents that came while it gave none. One host at a
/// time, document by document; until its turn a document is found by its words.
/// </summary>
public sealed partial class Reembedding
{
    private const long LockKey = 0x5261_7074_6F72_0007;
    private const int Batch = 20;

    // In two halves, each of which an index finds; those that were tried last come last.
    private const string Due = """
        (select workspace_id, id from memory_documents where embedded_with < @Space and (embed_tried_at is null or embed_tried_at <= now() - @EmbedRetry)
            order by embedded_with, embed_tried_at nulls first, id limit @Batch)
        union all
        (select workspace_id, id from memory_documents where embedded_with > @Space and (embed_tried_at is null or embed_tried_at <= now() - @EmbedRetry)
            order by embedded_with, embed_tried_at nulls first, id limit @Batch)
        """;

    private const string Passages = "select title, heading, text, position from memory_chunks c join (select id, title from memory_documents) d on d.id = c.document_id where workspace_id = @workspaceId and document_id = @documentId order by position";

    private readonly Database _database;
    private readonly WorkspaceEmbeddings _embeddings;
    private readonly IOptions<MemoryOptions> _options;
    private readonly ILogger _logger;

    internal Reembedding(Database database, WorkspaceEmbeddings embeddings, IOptions<MemoryOptions> options, ILogger<Reembedding> logger)
    {
        _database = database;
        _embeddings = embeddings;
        _options = options;
        _logger = logger;
    }

    /// <summary>Embeds what is due, until nothing is, or the model gives no more.</summary>
    /// <returns>How many documents; −1 when another host is at it.</returns>
    public async Task<int> EmbedDueAsync(CancellationToken cancellationToken)
    {
        await using var sweep = await _database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        var embedded = 0;
        var poor = new HashSet<Guid>();
        while (await sweep.QueryAsync<DueDocument>(Due, new { _embeddings.Space, _options.Value.EmbedRetry, Batch }, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var document in due.Where(document => !poor.Contains(document.WorkspaceId)))
            {
                switch (await TryAsync(document, cancellationToken))
                {
                    case Outcome.Embedded:
                        embedded++;
                        break;
                    case Outcome.OverBudget:
                        poor.Add(document.WorkspaceId);
                        break;
                    case Outcome.NoModel:
                        return embedded;
                }
            }
        }
        return embedded;
    }

    private async Task<Outcome> TryAsync(DueDocument document, CancellationToken cancellationToken)
    {
        try
        {
            await EmbedAsync(document, cancellationToken);
            return Outcome.Embedded;
        }
        catch (NoEmbeddingException e)
        {
            LogLater(document.Id, e.Message);
            await PutOffAsync(document, all: e.OverBudget, cancellationToken);
            return e.OverBudget ? Outcome.OverBudget : Outcome.NoModel;
        }
        catch (Exception e) when (e is not NpgsqlException && !cancellationToken.IsCancellationRequested)
        {
            // The others have their turn all the same.
            LogFailed(e, document.Id);
            await PutOffAsync(document, all: false, cancellationToken);
            return Outcome.Failed;
        }
    }

    private async Task EmbedAsync(DueDocument document, CancellationToken cancellationToken)
    {
        IReadOnlyList<PassageRow> before;
        await using (var look = await _database.BeginAsync(document.WorkspaceId, cancellationToken))
            before = await look.QueryAsync<PassageRow>(Passages, document.Key, cancellationToken);
        var vectors = await _embeddings.OfAsync(document.WorkspaceId, [.. before.Select(p => Passage.Meaning(p.Title, p.Heading, p.Text))], cancellationToken);
        await using var scope = await _database.BeginAsync(document.WorkspaceId, cancellationToken);
        // Who replaces it meanwhile gives it vectors of its own.
        var collection = await scope.FirstAsync<string>("select collection from memory_documents where workspace_id = @workspaceId and id = @documentId and embedded_with <> @Space for update",
            new { workspaceId = document.WorkspaceId, documentId = document.Id, _embeddings.Space }, cancellationToken);
        if (collection is null || !before.SequenceEqual(await scope.QueryAsync<PassageRow>(Passages, document.Key, cancellationToken)))
            return;
        await using var batch = new NpgsqlBatch(scope.Connection);
        for (var i = 0; i < before.Count; i++)
        {
            var command = new NpgsqlBatchCommand("update memory_chunks set embedding = $1, embedding_model = $2 where workspace_id = $3 and document_id = $4 and position = $5");
            foreach (var value in new object[] { vectors[i], _embeddings.Model, document.WorkspaceId, document.Id, before[i].Position })
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
        if (before.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
        await scope.ExecuteAsync("update memory_documents set embedded_with = @Space, embed_tried_at = null where workspace_id = @workspaceId and id = @documentId",
            new { workspaceId = document.WorkspaceId, documentId = document.Id, _embeddings.Space }, cancellationToken);
        await MemoryChanges.NoteAsync(scope, document.WorkspaceId, document.Id, collection, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    // A workspace that cannot pay for one will not pay for the next.
    private async Task PutOffAsync(DueDocument document, bool all, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(document.WorkspaceId, cancellationToken);
        await scope.ExecuteAsync("update memory_documents set embed_tried_at = now() where workspace_id = @workspaceId and (id = @documentId or @all) and embedded_with <> @Space",
            new { workspaceId = document.WorkspaceId, documentId = document.Id, all, _embeddings.Space }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Document {Document} is embedded later: {Reason}")]
    private partial void LogLater(Guid document, string reason);

    [LoggerMessage(LogLevel.Error, "Document {Document} could not be embedded")]
    private partial void LogFailed(Exception exception, Guid document);

    private enum Outcome
    {
        Embedded,
        OverBudget,
        NoModel,
        Failed,
    }

    private sealed record DueDocument
    {
        public Guid WorkspaceId { get; init; }
        public Guid Id { get; init; }

        public object Key => new { workspaceId = WorkspaceId, documentId = Id };
    }

    private sealed record PassageRow
    {
        public string Title { get; init; } = "";
        public string Heading { get; init; } = "";
        public string Text { get; init; } = "";
        public int Position { get; init; }
    }
}
