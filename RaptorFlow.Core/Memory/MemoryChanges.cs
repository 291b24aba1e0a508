using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Tells of a document that came, changed or went, in the transaction in which it did.</summary>
internal static class MemoryChanges
{
    // The versions' row is locked until the transaction ends, so that versions are seen in the order of their numbers.
    private const string Note = """
        with next as (
            insert into memory_versions (workspace_id, version) values (@workspaceId, 1)
            on conflict (workspace_id) do update set version = memory_versions.version + 1
            returning version
        )
        insert into memory_changes (workspace_id, document_id, version, deleted)
        select @workspaceId, @documentId, version, not exists (select from memory_documents where workspace_id = @workspaceId and id = @documentId) from next
        on conflict (workspace_id, document_id) do update set version = excluded.version, deleted = excluded.deleted, changed_at = now()
        """;

    // The versions' row first, as whoever notes a change.
    private const string Lock = "select version from memory_versions where workspace_id = @workspaceId for update";

    private const string Prune = """
        with pruned as (
            delete from memory_changes where workspace_id = @workspaceId and deleted and changed_at < now() - @age returning version
        )
        update memory_versions set pruned_version = greatest(pruned_version, (select max(version) from pruned))
        where workspace_id = @workspaceId and exists (select from pruned)
        """;

    /// <summary>The document is to be read anew, and what was answered with the collection's help is forgotten. After the change itself, in its transaction.</summary>
    public static async Task NoteAsync(Scope scope, Guid workspaceId, Guid documentId, string collection, CancellationToken cancellationToken)
    {
        await scope.ExecuteAsync(Note, new { workspaceId, documentId }, cancellationToken);
        await CacheTags.ChangeAsync(scope, workspaceId, CacheTags.Memory(collection), cancellationToken);
    }

    /// <summary>Forgets deletions that long ago; who has not heard of them by then finds that out by <see cref="MemoryStanding.Pruned"/>.</summary>
    public static async Task PruneAsync(Database database, Scope sweep, TimeSpan age, CancellationToken cancellationToken)
    {
        foreach (var workspaceId in await sweep.QueryAsync<Guid>("select distinct workspace_id from memory_changes where deleted and changed_at < now() - @age", new { age }, cancellationToken))
        {
            await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
            await scope.ExecuteAsync(Lock, new { workspaceId }, cancellationToken);
            await scope.ExecuteAsync(Prune, new { workspaceId, age }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
    }
}
