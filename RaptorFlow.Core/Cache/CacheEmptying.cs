using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Cache;

/// <summary>Empties a workspace's cache by hand: what is in it is found no more, by no process.</summary>
public sealed class CacheEmptying(Database database)
{
    /// <param name="actor">Whose cache, and who empties it.</param>
    /// <param name="kind">One of <see cref="CacheKinds"/>; null for all of them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task EmptyAsync(WorkspaceContext actor, string? kind, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        await CacheTags.ChangeAsync(scope, actor.WorkspaceId, kind is null ? CacheTags.Everything : CacheTags.Kind(kind), cancellationToken);
        await WarmQuestions.DropAsync(scope, actor.WorkspaceId, kind, cancellationToken);
        var now = await scope.FirstAsync<DateTimeOffset>("select now()", null, cancellationToken);
        await AuditLog.WriteAsync(scope, new("cache.emptied", actor.UserId, actor.WorkspaceId, kind ?? CacheTags.Everything), now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }
}
