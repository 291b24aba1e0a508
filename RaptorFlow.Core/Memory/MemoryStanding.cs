using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Where a workspace's memory stands.</summary>
/// <param name="Version">How many changes there have been.</param>
/// <param name="Indexed">The vector index has them up to this one.</param>
/// <param name="Pruned">Deletions up to this one may be told of no more: who stands before it reads everything anew.</param>
internal readonly record struct MemoryStanding(long Version, long Indexed, long Pruned)
{
    private const string Sql = "select version, indexed_version as indexed, pruned_version as pruned from memory_versions where workspace_id = $1";

    /// <summary>As <see cref="ReadAsync"/>, with other statements; empty where nothing has been remembered yet.</summary>
    public static IReadOnlyList<MemoryStanding> Read(StatementBatch batch, Guid workspaceId) => batch.Query<MemoryStanding>(Sql, workspaceId);

    /// <summary>Read before what is kept by it: that can then be newer than its version says, never older.</summary>
    public static async Task<MemoryStanding> ReadAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(scope);
        var standing = Read(batch, workspaceId);
        await batch.SendAsync(cancellationToken);
        return standing is [var only] ? only : default;
    }
}
