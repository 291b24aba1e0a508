using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Tells of a document that came, changed or went, in the transaction in which it did.</summary>
internal static class MemoryChanges
{
    /// <summary>The index is to be read anew, and what was answered with the collection's help is forgotten.</summary>
    public static async Task NoteAsync(Scope scope, Guid workspaceId, Guid documentId, string collection, CancellationToken cancellationToken)
    {
        await scope.ExecuteAsync("""
            insert into memory_versions (workspace_id, version) values (@workspaceId, 1)
            on conflict (workspace_id) do update set version = memory_versions.version + 1
            """, new { workspaceId, documentId }, cancellationToken);
        await CacheTags.ChangeAsync(scope, workspaceId, CacheTags.Memory(collection), cancellationToken);
    }
}
