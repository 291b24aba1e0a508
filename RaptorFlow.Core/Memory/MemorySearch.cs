using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory.Codex;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Memory;

namespace RaptorFlow.Core.Memory;

/// <summary>By which of the rankings is searched.</summary>
[Flags]
internal enum SearchWays
{
    Words = 1,
    Vectors = 2,
    Both = Words | Vectors,
}

/// <summary>Finds passages by vectors and by words, and fuses both.</summary>
internal sealed class MemorySearch(Database database, VectorSearch vectors, WorkspaceEmbeddings embeddings)
{
    private const int Candidates = 100;

    // Hashed vectors know little that words do not: they decide between neighbours, and find what is misspelt or stands in a compound. With this
    // weight the best by vectors overtakes one passage at the top of the words' ranking, two further down. A model that knows meanings counts as much
    // as words do.
    private const double OfflineWeight = 0.03;

    // Of a query with quotes or a minus, many that have the words may not pass.
    private const int StrictCandidates = 1_000;

    // Nothing is marked where all words are stop words, of which Postgres makes an empty query.
    private const string Hits = """
        select c.id, c.document_id, d.title, c.collection, d.source, d.published_on as Date, c.position, c.text, c.heading,
            case when wanted.every not in ('', 'T')
                then ts_headline(c.language::regconfig, translate(c.text, $2, '  '), replace(wanted.every, ' & ', ' | ')::tsquery, $3) end as marked
        from memory_chunks c join memory_documents d on d.id = c.document_id
        cross join lateral (select querytree(websearch_to_tsquery(c.language::regconfig, $1)) as every) wanted
        where c.workspace_id = any ($4) and c.id = any ($5)
        """;

    public async Task<IReadOnlyList<MemoryHit>> FindAsync(Guid workspaceId, string query, MemoryFilter among, int limit, CancellationToken cancellationToken, SearchWays ways = SearchWays.Both, CostScope? account = null)
    {
        // Empty while the model gives none: then words alone are searched.
        var embedding = await embeddings.QueryAsync(account ?? EmbeddingCall.Memory(workspaceId), query, cancellationToken) ?? [];
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var batch = new StatementBatch(scope);
        Guid[] workspaces = [workspaceId, .. CodexIsAsked(workspaceId, among) ? [CodexArticle.Workspace] : Array.Empty<Guid>()];
        var (standings, wanted) = (workspaces.Select(id => MemoryStanding.Read(batch, id)).ToList(), WordQuery.Read(batch, query));
        await batch.SendAsync(cancellationToken);
        var count = Math.Max(Candidates, limit);
        var (segments, near) = (new List<Segment>(), new List<Found>());
        foreach (var (id, standing) in workspaces.Zip(standings).Where(part => part.Second.Count > 0))
        {
            var (part, nearest) = await vectors.NearestAsync(scope, id, standing[0], embedding, among, ways.HasFlag(SearchWays.Vectors) && embedding.Length > 0 ? count : 0, cancellationToken);
            segments.AddRange(part.Segments);
            near.AddRange(nearest);
        }
        // As one: how rare a word is, is told by all that is searched.
        var index = new WorkspaceIndex(0, segments);
        IReadOnlyList<Found> byVector = [.. near.OrderByDescending(found => found.Score).ThenBy(found => found.Id).Take(count)];
        var byText = ways.HasFlag(SearchWays.Words) ? await ByWordsAsync(scope, workspaces, query, wanted(), index, among, count, cancellationToken) : [];
        return await ReadAsync(scope, workspaces, query, ReciprocalRank.Fuse(byVector, embeddings.IsOffline ? OfflineWeight : 1, byText, limit), cancellationToken);
    }

    // Its documents have neither campaign nor date.
    private static bool CodexIsAsked(Guid workspaceId, MemoryFilter among) =>
        workspaceId != CodexArticle.Workspace && among is { CampaignId: null, From: null, To: null } && (among.Collections.Count == 0 || among.Collections.Contains(MemoryCollections.CodexKnowledge));

    private static async Task<IReadOnlyList<Found>> ByWordsAsync(
        Scope scope, Guid[] workspaces, string query, WordQuery wanted, WorkspaceIndex index, MemoryFilter among, int count, CancellationToken cancellationToken)
    {
        var found = index.ByWords(wanted.Words, among, wanted.IsStrict ? StrictCandidates : count);
        return wanted.IsStrict && found.Count > 0 ? [.. (await WordQuery.PassingAsync(scope, workspaces, query, found, cancellationToken)).Take(count)] : found;
    }

    // Through row-level security: an id that is neither the workspace's nor the product's, or whose passage is gone, yields nothing.
    private static async Task<IReadOnlyList<MemoryHit>> ReadAsync(Scope scope, Guid[] workspaces, string query, IReadOnlyList<ReciprocalRank.Fused> best, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(scope);
        var rows = batch.Query<Row>(Hits, query, $"{Highlights.Start}{Highlights.Stop}", Highlights.Options, workspaces, best.Select(b => b.Id).ToArray());
        await batch.SendAsync(cancellationToken);
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
        public DateOnly? Date { get; init; }
        public int Position { get; init; }
        public string Text { get; init; } = "";
        public string Heading { get; init; } = "";
        public string? Marked { get; init; }

        public MemoryHit ToHit(ReciprocalRank.Fused rank) => new()
        {
            DocumentId = DocumentId,
            Title = Title,
            Collection = Collection,
            Source = Source,
            Date = Date,
            Position = Position,
            Text = Text,
            Heading = Heading,
            Highlights = Core.Memory.Highlights.Read(Text, Marked),
            Score = rank.Score,
            VectorRank = rank.ByVector?.Rank,
            Similarity = rank.ByVector?.Score,
            VectorContribution = rank.ByVector?.Contribution ?? 0,
            TextRank = rank.ByText?.Rank,
            TextScore = rank.ByText?.Score,
            TextContribution = rank.ByText?.Contribution ?? 0,
        };
    }
}
