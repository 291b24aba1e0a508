using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cache;

/// <summary>
/// Names what kept answers depend on: a collection of a workspace's memory, its competitors, its preferences. A tag has a version that stands in
/// the keys of what depends on it, and that changes in the same transaction as what it names: nothing that is out of date is ever found again.
/// </summary>
public static class CacheTags
{
    /// <summary>All that a workspace has kept: emptied by hand.</summary>
    public const string Everything = "everything";

    /// <summary>A collection of the workspace's memory.</summary>
    public static string Memory(string collection) => $"memory:{collection}";

    /// <summary>What a source answered with the credential that the workspace has for it.</summary>
    public static string Source(string vendor) => $"source:{vendor}";

    /// <summary>What an agent's answers depend on: the collections that it recalls from.</summary>
    public static string[] Of(AgentCard card) => [.. card.Memory.Select(Memory)];

    /// <summary>All that a workspace has kept of one kind; see <see cref="CacheKinds"/>.</summary>
    public static string Kind(string kind) => $"kind:{kind}";

    /// <summary>Makes what depends on a tag unfindable, when the transaction commits.</summary>
    public static Task<int> ChangeAsync(Scope scope, Guid workspaceId, string tag, CancellationToken cancellationToken) => scope.ExecuteAsync("""
        insert into cache_tags (workspace_id, tag, version) values (@WorkspaceId, @Tag, 1)
        on conflict (workspace_id, tag) do update set version = cache_tags.version + 1
        """, new { WorkspaceId = workspaceId, Tag = tag }, cancellationToken);

    /// <summary>As they stand in the keys of what is of this kind and depends on these tags.</summary>
    internal static async Task<string> VersionsAsync(Database database, Guid workspaceId, string kind, IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        var batch = database.Batch([workspaceId]);
        var versions = batch.Query<TagVersion>("select tag, version from cache_tags where workspace_id = $1 and tag = any($2) order by tag", workspaceId, tags.Append(Everything).Append(Kind(kind)).ToArray());
        await batch.SendAsync(cancellationToken);
        return string.Join(' ', versions.Select(v => $"{v.Tag}={v.Version}"));
    }

    private sealed record TagVersion
    {
        public string Tag { get; init; } = "";
        public long Version { get; init; }
    }
}
