using System.Diagnostics;
using System.Reflection;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Bench.Retrieval;

/// <summary>How well and how fast memory is searched: by words, by vectors, and by both.</summary>
internal static class RetrievalBench
{
    private const int Seed = 20261123;
    private const int Rounds = 3;
    private const int Nearest = 50;

    private static readonly SearchWays[] AllWays = [SearchWays.Words, SearchWays.Vectors, SearchWays.Both];

    public static async Task<object> RunAsync(int passages)
    {
        var folder = typeof(RetrievalBench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Retrieval").Value!;
        var corpus = new Corpus(folder);
        await using var host = await MemoryHost.StartAsync();
        var workspace = await host.WorkspaceAsync();
        await AddAsync(host, workspace, corpus.Documents);
        var quality = new List<object>();
        foreach (var ways in AllWays)
            quality.Add(await QualityAsync(host, workspace, corpus.Questions, ways));
        var index = await IndexAsync(host, workspace);
        var figures = new Dictionary<string, object> { ["documents"] = corpus.Documents.Count, ["passages"] = index.Passages, ["questions"] = corpus.Questions.Count, ["quality"] = quality };
        if (passages > 0)
            figures["speed"] = await SpeedAsync(host, corpus, passages);
        return figures;
    }

    private static async Task<object> QualityAsync(MemoryHost host, Guid workspace, IReadOnlyList<Question> questions, SearchWays ways)
    {
        var ranks = new List<int?>();
        foreach (var question in questions)
        {
            var hits = await host.Search.FindAsync(workspace, question.Text, MemoryFilter.None, 10, CancellationToken.None, ways);
            ranks.Add(Rank(hits, question));
        }
        // The weights were chosen by every other question, and are judged by those between.
        var held = ranks.Where((_, i) => i % 2 == 1).ToList();
        var missed = questions.Where((_, i) => ranks[i] is null or > 5).Select(q => q.Text).ToArray();
        return new { Ways = Name(ways), All = Score(ranks), Tuned = Score([.. ranks.Where((_, i) => i % 2 == 0)]), Held = Score(held), Time = await TimeAsync(host, workspace, questions, ways), Missed = missed };
    }

    private static int? Rank(IReadOnlyList<MemoryHit> hits, Question question)
    {
        for (var i = 0; i < hits.Count; i++)
        {
            if (hits[i].Source == question.Document && hits[i].Text.Contains(question.Answer, StringComparison.Ordinal))
                return i + 1;
        }
        return null;
    }

    private static object Score(List<int?> ranks) => new
    {
        RecallAt5 = Math.Round(ranks.Count(rank => rank <= 5) / (double)ranks.Count, 4),
        MrrAt10 = Math.Round(ranks.Average(rank => rank is { } found ? 1.0 / found : 0), 4),
    };

    private static async Task<object> TimeAsync(MemoryHost host, Guid workspace, IReadOnlyList<Question> questions, SearchWays ways)
    {
        var times = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var question in questions)
            {
                var started = Stopwatch.GetTimestamp();
                await host.Search.FindAsync(workspace, question.Text, MemoryFilter.None, 10, CancellationToken.None, ways);
                // The first round compiles.
                if (round > 0)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }
        return new { P50 = Figures.Percentile(times, 0.5), P95 = Figures.Percentile(times, 0.95), P99 = Figures.Percentile(times, 0.99) };
    }

    private static async Task<object> SpeedAsync(MemoryHost host, Corpus corpus, int passages)
    {
        var workspace = await host.WorkspaceAsync();
        var started = Stopwatch.GetTimestamp();
        await AddAsync(host, workspace, corpus.Shuffled(passages, Seed));
        var added = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        await host.Search.FindAsync(workspace, "warm", MemoryFilter.None, 10, CancellationToken.None);
        var read = Stopwatch.GetElapsedTime(started);
        var times = new List<object>();
        foreach (var ways in AllWays)
            times.Add(new { Ways = Name(ways), Time = await TimeAsync(host, workspace, corpus.Questions, ways) });
        var refresh = await RefreshAsync(host, workspace);
        var index = await IndexAsync(host, workspace);
        return new { index.Passages, AddS = Math.Round(added.TotalSeconds, 1), ReadS = Math.Round(read.TotalSeconds, 2), RefreshMs = refresh, Megabytes = index.Bytes / 1024 / 1024, Times = times, Recall = await RecallAsync(host, workspace, index, corpus.Questions) };
    }

    // The first search after a document came, against one after which nothing did.
    private static async Task<double> RefreshAsync(MemoryHost host, Guid workspace)
    {
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            await host.Store.AddAsync(workspace, new($"One more {i}", $"The {i}. document that comes later speaks of a kumquat.", MemoryCollections.IndustryResearch), CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            await host.Search.FindAsync(workspace, "kumquat", MemoryFilter.None, 10, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return Figures.Percentile(times, 0.5);
    }

    // What a comparison of all, in double precision, finds nearest, and how much of it the index finds. Equals to a millionth count as the same.
    private static async Task<double> RecallAsync(MemoryHost host, Guid workspace, WorkspaceIndex index, IReadOnlyList<Question> questions)
    {
        var (found, expected) = (0, 0);
        foreach (var question in questions.Take(50))
        {
            var query = (await host.Embeddings.OfAsync(workspace, [question.Text], CancellationToken.None))[0];
            var all = index.Segments.SelectMany(segment => segment.Ids.Select((id, i) => (Id: id, Likeness: Likeness(query, segment.Vectors.AsSpan(i * query.Length, query.Length))))).ToDictionary(p => p.Id, p => p.Likeness);
            var best = all.Values.Where(likeness => likeness >= WorkspaceIndex.LeastLikeness).OrderDescending().Take(Nearest).ToArray();
            expected += best.Length;
            found += best.Length == 0 ? 0 : index.Nearest(query, MemoryFilter.None, Nearest).Count(near => all[near.Id] >= best[^1] - 1e-6);
        }
        return Math.Round(found / (double)expected, 6);
    }

    private static double Likeness(float[] query, ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        for (var i = 0; i < query.Length; i++)
            sum += (double)query[i] * vector[i];
        return sum;
    }

    private static async Task AddAsync(MemoryHost host, Guid workspace, IEnumerable<NewDocument> documents) =>
        await Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (document, token) => await host.Store.AddAsync(workspace, document, token));

    private static async Task<WorkspaceIndex> IndexAsync(MemoryHost host, Guid workspace)
    {
        await using var scope = await host.Database.BeginAsync(workspace, CancellationToken.None);
        var standing = await MemoryStanding.ReadAsync(scope, workspace, CancellationToken.None);
        return await new StoredPassages(host.Embeddings.Model, OfflineEmbeddingGenerator.Dimensions).ReadAsync(scope, workspace, standing.Version, CancellationToken.None);
    }

    private static string Name(SearchWays ways) => ways switch { SearchWays.Words => "words", SearchWays.Vectors => "vectors", _ => "fused" };
}
