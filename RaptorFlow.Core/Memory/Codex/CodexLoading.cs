using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Memory.Codex;

/// <summary>Keeps <c>codex_knowledge</c> what this build and the guilds that are registered say: what is new or changed is written, what is gone is deleted.</summary>
public sealed class CodexLoading
{
    private const long LockKey = 0x5261_7074_6F72_0008;

    private readonly Database _database;
    private readonly DocumentKeeping _keeping;
    private readonly MemoryStore _store;
    private readonly AgentRegistry _agents;

    internal CodexLoading(Database database, DocumentKeeping keeping, MemoryStore store, AgentRegistry agents)
    {
        _database = database;
        _keeping = keeping;
        _store = store;
        _agents = agents;
    }

    /// <returns>How many documents were written or deleted; −1 when another host is at it.</returns>
    public async Task<int> LoadAsync(CancellationToken cancellationToken)
    {
        await using var alone = await _database.BeginAsync(cancellationToken);
        if (!await alone.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        List<NewDocument> wanted = [.. CodexArticle.Concepts(), .. (await _agents.AgentsAsync(cancellationToken)).Select(CodexArticle.Of)];
        var there = await ThereAsync(cancellationToken);
        var kept = there.Where(document => wanted.Any(document.Is)).ToList();
        foreach (var document in wanted.Where(document => !kept.Any(k => k.Is(document))))
            await _keeping.KeepAsync(CodexArticle.Workspace, document, replace: true, cancellationToken);
        var sources = wanted.Select(document => document.Source).ToHashSet(StringComparer.Ordinal);
        var gone = there.Where(document => !sources.Contains(document.Source)).ToList();
        foreach (var document in gone)
            await _store.DeleteAsync(CodexArticle.Workspace, document.Id, cancellationToken);
        return wanted.Count - kept.Count + gone.Count;
    }

    private async Task<IReadOnlyList<There>> ThereAsync(CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(CodexArticle.Workspace, cancellationToken);
        return await scope.QueryAsync<There>("select id, source, content_hash as Hash from memory_documents where workspace_id = @Workspace", new { CodexArticle.Workspace }, cancellationToken);
    }

    private sealed record There
    {
        public Guid Id { get; init; }
        public string? Source { get; init; }
        public byte[] Hash { get; init; } = [];

        public bool Is(NewDocument document) => Source == document.Source && Hash.AsSpan().SequenceEqual(DocumentRows.Hash(document));
    }
}
