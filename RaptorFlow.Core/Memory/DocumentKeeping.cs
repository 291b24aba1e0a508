using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Decides what a document is to those that are there: new, one of them as it was, or another version of one.</summary>
internal sealed class DocumentKeeping(Database database, DocumentWriter writer)
{
    /// <param name="workspaceId">Whose.</param>
    /// <param name="document">What comes from a page takes the place of that page's last version.</param>
    /// <param name="replace">So does what has the same source.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(DocumentOutcome Outcome, MemoryDocument Document)> KeepAsync(Guid workspaceId, NewDocument document, bool replace, CancellationToken cancellationToken)
    {
        var identified = document.Page is not null || (replace && document.Source is not null);
        if (await KnownAsync(workspaceId, document, identified, cancellationToken) is { } known)
            return known;
        var prepared = await writer.PrepareAsync(workspaceId, document, cancellationToken);
        try
        {
            await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
            if (identified)
                await DocumentRows.LockAsync(scope, workspaceId, document, cancellationToken);
            var before = identified ? await DocumentRows.SameAsync(scope, workspaceId, document, cancellationToken) : null;
            var row = before is null
                ? await writer.InsertAsync(scope, workspaceId, prepared, cancellationToken)
                : await writer.ReplaceAsync(scope, workspaceId, before.Id, prepared, cancellationToken);
            if (row is not null)
            {
                await scope.CommitAsync(cancellationToken);
                return (before is null ? DocumentOutcome.Added : DocumentOutcome.Replaced, row);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody added this very text meanwhile.
        }
        return await KnownAsync(workspaceId, document, identified, cancellationToken) ?? throw new InvalidOperationException("The document was deleted while it was added.");
    }

    /// <param name="workspaceId">Whose.</param>
    /// <param name="documentId">The document whose text, title, type, source, date and page are replaced.</param>
    /// <param name="change">Makes the new version from what it is; null leaves it as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(DocumentOutcome Outcome, MemoryDocument? Document)> ReplaceAsync(Guid workspaceId, Guid documentId, Func<MemoryDocumentText, NewDocument?> change, CancellationToken cancellationToken)
    {
        MemoryDocumentText? before;
        await using (var look = await database.BeginAsync(workspaceId, cancellationToken))
            before = await DocumentRows.WithTextAsync(look, workspaceId, documentId, locked: false, cancellationToken);
        if (before is null)
            return (DocumentOutcome.NotFound, null);
        if (change(before) is not { } document)
            return await UnchangedAsync(workspaceId, documentId, cancellationToken);
        var prepared = await writer.PrepareAsync(workspaceId, document, cancellationToken);
        try
        {
            await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
            var now = await DocumentRows.WithTextAsync(scope, workspaceId, documentId, locked: true, cancellationToken);
            if (now is null || change(now) is not { } still)
                return await UnchangedAsync(workspaceId, documentId, cancellationToken);
            // What was derived is from the text, which is the same; the rest may have been changed meanwhile.
            var row = await writer.ReplaceAsync(scope, workspaceId, documentId, prepared with { Document = still }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
            return (DocumentOutcome.Replaced, row);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
            return (DocumentOutcome.Duplicate, await DocumentRows.ByHashAsync(scope, workspaceId, prepared.Hash, cancellationToken));
        }
    }

    private async Task<(DocumentOutcome, MemoryDocument?)> UnchangedAsync(Guid workspaceId, Guid documentId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var document = await DocumentRows.ByIdAsync(scope, workspaceId, documentId, cancellationToken);
        return (document is null ? DocumentOutcome.NotFound : DocumentOutcome.Unchanged, document);
    }

    private async Task<(DocumentOutcome, MemoryDocument)?> KnownAsync(Guid workspaceId, NewDocument document, bool identified, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        if (await DocumentRows.ByHashAsync(scope, workspaceId, DocumentRows.Hash(document), cancellationToken) is not { } known)
            return null;
        if (!identified || await DocumentRows.SameAsync(scope, workspaceId, document, cancellationToken) is not { } same)
            return (DocumentOutcome.Unchanged, known);
        if (same.Id != known.Id)
            return (DocumentOutcome.Duplicate, known);
        if (document.Page is not { } page)
            return (DocumentOutcome.Unchanged, known);
        await DocumentRows.SeenAsync(scope, workspaceId, known.Id, page, cancellationToken);
        var seen = await DocumentRows.ByHashAsync(scope, workspaceId, DocumentRows.Hash(document), cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return (DocumentOutcome.Unchanged, seen ?? known);
    }
}
