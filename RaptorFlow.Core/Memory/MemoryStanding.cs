using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory;

/// <summary>Where a workspace's memory stands.</summary>
/// <param name="Version">How many changes there have been.</param>
/// <param name="Indexed">The vector index has them up to this one.</param>
/// <param name="Pruned">Deletions up to this one may be told of no more: who stands before it reads everything anew.</param>
internal readonly record struct MemoryStanding(long Version, long Indexed, long Pruned)
{
    /// <summary>Read before what is kept by it: that can then be newer than its version says, never older.</summary>
    public static Task<MemoryStanding> ReadAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        scope.FirstAsync<MemoryStanding>("select version, indexed_version as indexed, pruned_version as pruned from memory_versions where workspace_id = @workspaceId", new { workspaceId }, cancellationToken);
}
