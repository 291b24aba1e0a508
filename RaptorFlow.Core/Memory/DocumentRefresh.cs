using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory.Reading;

namespace RaptorFlow.Core.Memory;

/// <summary>Fetches documents' pages anew. What cannot be fetched stays as it was, with the reason.</summary>
public sealed partial class DocumentRefresh
{
    private const long LockKey = 0x5261_7074_6F72_0006;
    private const int Batch = 20;
    private const int AtOnce = 4;
    private const int MaximumError = 500;

    // One of each workspace in a round: no workspace stands before the others.
    private const string Due = """
        select * from (
            select distinct on (workspace_id) workspace_id, id, greatest(fetched_at, tried_at) as since
            from memory_documents
            where address is not null and greatest(fetched_at, tried_at) <= now() - @RefreshEvery
            order by workspace_id, greatest(fetched_at, tried_at)
        ) of_each order by since limit @Batch
        """;

    private readonly Database _database;
    private readonly PageReading _pages;
    private readonly DocumentKeeping _keeping;
    private readonly IOptions<MemoryOptions> _options;
    private readonly ILogger _logger;

    internal DocumentRefresh(Database database, PageReading pages, DocumentKeeping keeping, IOptions<MemoryOptions> options, ILogger<DocumentRefresh> logger)
    {
        _database = database;
        _pages = pages;
        _keeping = keeping;
        _options = options;
        _logger = logger;
    }

    /// <summary>Fetches one document's page now.</summary>
    public async Task<DocumentResult> RefreshAsync(Guid workspaceId, Guid documentId, CancellationToken cancellationToken)
    {
        Page? known;
        await using (var scope = await _database.BeginAsync(workspaceId, cancellationToken))
            known = await scope.FirstAsync<Page>("select address, etag, last_modified, revision from memory_documents where workspace_id = @workspaceId and id = @documentId", new { workspaceId, documentId }, cancellationToken);
        if (known is null)
            return new() { Outcome = DocumentOutcome.NotFound };
        if (known.Address is null)
            return new() { Fault = new("document_without_address", "id", "The document was sent, not fetched, and there is no page to fetch anew.", "Replace it: PUT /api/memory/documents/{id}.") };
        var (page, fault) = await _pages.ReadAsync(known.Address, known.Version, cancellationToken);
        if (page is null)
            return await NotedAsync(workspaceId, documentId, fault!, cancellationToken);
        var result = DocumentResult.Of(await _keeping.ReplaceAsync(workspaceId, documentId, before => Next(before, known, page), cancellationToken));
        if (result.Outcome == DocumentOutcome.Duplicate)
            return await NotedAsync(workspaceId, documentId, Duplicate(result.Document!), cancellationToken);
        return result.Outcome == DocumentOutcome.Unchanged ? await SeenAsync(workspaceId, documentId, page.Version with { Address = known.Address }, cancellationToken) : result;
    }

    /// <summary>Fetches the pages of those documents that have not been fetched for <see cref="MemoryOptions.RefreshEvery"/>, some in a round.</summary>
    /// <returns>How many were fetched; −1 when another host is at it.</returns>
    public async Task<int> RefreshDueAsync(CancellationToken cancellationToken)
    {
        await using var sweep = await _database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        var due = await sweep.QueryAsync<DueDocument>(Due, new { _options.Value.RefreshEvery, Batch }, cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, TryAsync);
        return due.Count;
    }

    private async ValueTask TryAsync(DueDocument document, CancellationToken cancellationToken)
    {
        try
        {
            if ((await RefreshAsync(document.WorkspaceId, document.Id, cancellationToken)).Fault is { } fault)
                LogFault(document.Id, fault.Code);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The others have their turn all the same, and this one comes to the end of the queue.
            LogFailed(e, document.Id);
            await NotedAsync(document.WorkspaceId, document.Id, new("internal_error", "url", "Something went wrong here.", "Try again later."), cancellationToken);
        }
    }

    /// <summary>The title, type and date stay: they may be somebody's. Nothing is replaced that somebody has replaced meanwhile.</summary>
    private static NewDocument? Next(MemoryDocumentText before, Page known, ReadPage page)
    {
        if (page.Document is not { } read || before.Address != known.Address || before.Revision != known.Revision || read.Text == before.Text)
            return null;
        return new(before.Title, read.Text, before.Collection)
        {
            Type = before.Type,
            Source = before.Source,
            Date = before.Date,
            CampaignId = before.CampaignId,
            MediaType = read.MediaType,
            LanguageTag = read.LanguageTag,
            Bytes = page.Bytes,
            Page = page.Version with { Address = known.Address! },
        };
    }

    private async Task<DocumentResult> SeenAsync(Guid workspaceId, Guid documentId, PageVersion version, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        await DocumentRows.SeenAsync(scope, workspaceId, documentId, version, cancellationToken);
        var seen = await DocumentRows.ByIdAsync(scope, workspaceId, documentId, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new() { Outcome = seen is null ? DocumentOutcome.NotFound : DocumentOutcome.Unchanged, Document = seen };
    }

    private async Task<DocumentResult> NotedAsync(Guid workspaceId, Guid documentId, DocumentFault fault, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var error = StorableText.Of(fault.Message, MaximumError);
        await scope.ExecuteAsync("update memory_documents set tried_at = now(), last_error = @error where workspace_id = @workspaceId and id = @documentId and address is not null", new { workspaceId, documentId, error }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new() { Fault = fault };
    }

    private static DocumentFault Duplicate(MemoryDocument other) =>
        new("document_exists", "url", $"The page has become the same as another document: {other.Id}.", "Remove one of the two.");

    [LoggerMessage(LogLevel.Information, "The page of document {Document} was not fetched anew: {Code}")]
    private partial void LogFault(Guid document, string code);

    [LoggerMessage(LogLevel.Error, "The page of document {Document} could not be fetched anew")]
    private partial void LogFailed(Exception exception, Guid document);

    private sealed record Page
    {
        public string? Address { get; init; }
        public string? Etag { get; init; }
        public DateTimeOffset? LastModified { get; init; }
        public int Revision { get; init; }

        public PageVersion Version => new(Address!, Etag, LastModified);
    }

    private sealed record DueDocument
    {
        public Guid WorkspaceId { get; init; }
        public Guid Id { get; init; }
    }
}
