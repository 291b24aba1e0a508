using RaptorFlow.Core.Data;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory;

/// <summary>Finds passages by vectors and by words, and fuses both.</summary>
internal sealed class MemorySearch(Database database, VectorCache cache, WorkspaceEmbeddings embeddings)
{
    private const int Candidates = 50;

    public async Task<IReadOnlyList<MemoryHit>> FindAsync(Guid workspaceId, string query, MemoryFilter among, int limit, CancellationToken cancellationToken)
    {
        var embedding = (await embeddings.OfAsync(workspaceId, [query], cancellationToken))[0];
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var (model, dimensions) = (embeddings.Model, embedding.Length);
        var version = await StoredVectors.VersionAsync(scope, workspaceId, cancellationToken);
        var vectors = await cache.GetAsync(workspaceId, model, version, () => StoredVectors.ReadAsync(scope, workspaceId, version, model, dimensions, cancellationToken), cancellationToken);
        var byVector = vectors.Nearest(embedding, among, Math.Max(Candidates, limit));
        var byText = await ByWordsAsync(scope, workspaceId, query, among, Math.Max(Candidates, limit), cancellationToken);
        var best = ReciprocalRank.Fuse(byVector, byText, limit);
        return await ReadAsync(scope, workspaceId, best, cancellationToken);
    }

    /// <summary>
    /// All words first, then any of them: a question in a sentence seldom has all its words in one passage. A query that excludes
    /// words stays as it is, since "any of them" would turn the exclusion into "everything else".
    /// </summary>
    private static Task<IReadOnlyList<long>> ByWordsAsync(Scope scope, Guid workspaceId, string query, MemoryFilter among, int limit, CancellationToken cancellationToken) =>
        scope.QueryAsync<long>("""
            with languages as materialized (select distinct language from memory_documents where workspace_id = @workspaceId),
            strict as (select language, websearch_to_tsquery(language::regconfig, @query) as every from languages),
            queries as (select language, every, case when every::text like '%!%' then every else replace(every::text, ' & ', ' | ')::tsquery end as some from strict)
            select c.id
            from queries q join memory_chunks c on c.language = q.language and c.search @@ q.some join memory_documents d on d.id = c.document_id
            where c.workspace_id = @workspaceId
              and (cardinality(@collections) = 0 or c.collection = any (@collections)) and (cardinality(@types) = 0 or d.type = any (@types))
              and (@From::date is null or d.published_on >= @From) and (@To::date is null or d.published_on <= @To)
              and (@CampaignId::uuid is null or d.campaign_id = @CampaignId)
            order by c.search @@ q.every desc, ts_rank_cd(c.search, q.some) desc, c.id
            limit @limit
            """, new { workspaceId, query, collections = among.Collections.ToArray(), types = among.Types.ToArray(), among.From, among.To, among.CampaignId, limit }, cancellationToken);

    // Through row-level security again: an id that is not the workspace's yields nothing.
    private static async Task<IReadOnlyList<MemoryHit>> ReadAsync(Scope scope, Guid workspaceId, IReadOnlyList<ReciprocalRank.Fused> best, CancellationToken cancellationToken)
    {
        var rows = await scope.QueryAsync<Row>("""
            select c.id, c.document_id as DocumentId, d.title, c.collection, d.source, c.position, c.text, c.heading
            from memory_chunks c join memory_documents d on d.id = c.document_id
            where c.workspace_id = @workspaceId and c.id = any (@ids)
            """, new { workspaceId, ids = best.Select(b => b.Id).ToArray() }, cancellationToken);
        var byId = rows.ToDictionary(row => row.Id);
        return [.. best.Where(b => byId.ContainsKey(b.Id)).Select(b => byId[b.Id].ToHit(b))];
    }

    private sealed record Row
    {
        public long Id { get; init; }
        public Guid DocumentId { get; init; }
        public string Title { get; init; } = "";
        public string Collection { get; init; } = "";
        public string? Source { get; init; }
        public int Position { get; init; }
        public string Text { get; init; } = "";
        public string Heading { get; init; } = "";

        public MemoryHit ToHit(ReciprocalRank.Fused rank) => new()
        {
            DocumentId = DocumentId,
            Title = Title,
            Collection = Collection,
            Source = Source,
            Position = Position,
            Text = Text,
            Heading = Heading,
            Score = rank.Score,
            VectorRank = rank.VectorRank,
            TextRank = rank.TextRank,
        };
    }
}
