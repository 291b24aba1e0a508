using System.Numerics.Tensors;

namespace RaptorFlow.Core.Memory;

/// <summary>A passage found, and how good: by cosine or by words, which have no common scale.</summary>
internal readonly record struct Found(long Id, double Score);

/// <summary>What searches need of one workspace at one version of its memory; nothing of the text. Never changed: the next version shares what it can.</summary>
internal sealed class WorkspaceIndex(long version, IReadOnlyList<Segment> segments)
{
    /// <summary>Below this, hashed vectors resemble each other by chance.</summary>
    public const float LeastLikeness = 0.08f;

    private const int Block = 2_048;

    // Below this, threads cost more than they bring.
    private const int WorthThreads = 4 * Block;

    // BM25's constants: how soon another mention of a word says nothing new, and how much a passage's length counts. Chosen by one half of the
    // questions of bench/retrieval, and measured on the other.
    private const float Saturation = 0.8f;
    private const float LengthShare = 0.25f;

    public long Version => version;

    public long Bytes => segments.Sum(segment => segment.Bytes);

    public int Passages => segments.Sum(segment => segment.Passages);

    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>The next version: what changed or went is left out of the segments there are, and comes back, if it does, in new ones.</summary>
    public WorkspaceIndex Next(long next, IReadOnlySet<Guid> changed, IReadOnlyList<Segment> added)
    {
        var kept = segments.Select(segment => segment.Without(changed)).Where(segment => segment.Passages > 0).Select(Compact).ToList();
        kept.AddRange(added);
        // Each is at least twice as large as the one after it, or too large to be merged: a passage is copied a few times in its life.
        while (kept is [.., var before, var last] && before.Passages < 2 * last.Passages && before.Passages + last.Passages <= Segment.MaximumPassages)
        {
            kept.RemoveAt(kept.Count - 1);
            kept[^1] = Segment.Merge(before, last);
        }
        return new(next, kept);
    }

    /// <summary>The passages nearest to a vector of length 1, nearest first: all are compared.</summary>
    public IReadOnlyList<Found> Nearest(float[] query, MemoryFilter among, int count)
    {
        var blocks = Blocks(query.Length, among);
        var best = new Best(count);
        if (blocks.Sum(block => block.Count) < WorthThreads)
        {
            foreach (var block in blocks)
                Compare(query, block, best);
            return best.Take();
        }
        Parallel.ForEach(blocks, () => new Best(count), (block, _, mine) => Compare(query, block, mine), mine =>
        {
            lock (best)
                best.Add(mine);
        });
        return best.Take();
    }

    /// <summary>The passages in which the words say most, by BM25: rare words more than common ones, a word's tenth mention less than its second.</summary>
    /// <param name="words">Hashes of words, each once.</param>
    /// <param name="among">Which documents.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<Found> ByWords(IReadOnlyList<uint> words, MemoryFilter among, int count)
    {
        var passages = Passages;
        if (passages == 0 || words.Count == 0)
            return [];
        var average = segments.Sum(segment => segment.Words) / (float)passages;
        var weights = words.Select(word => Rarity(passages, segments.Sum(segment => Mentions(segment, word)))).ToArray();
        var best = new Best(count);
        foreach (var segment in segments)
        {
            var scores = new float[segment.Ids.Length];
            for (var i = 0; i < words.Count; i++)
                Score(segment, words[i], weights[i], average, scores);
            var admitted = Admitted(segment, among);
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i] > 0 && admitted[segment.DocumentOf[i]])
                    best.Add(segment.Ids[i], scores[i]);
            }
        }
        return best.Take();
    }

    private static void Score(Segment segment, uint word, float weight, float average, float[] scores)
    {
        foreach (var posting in Posting.Find(segment.Postings, word))
        {
            var passage = Posting.PassageOf(posting);
            var mentions = (float)Posting.WeightOf(posting);
            scores[passage] += weight * mentions * (Saturation + 1) / (mentions + (Saturation * (1 - LengthShare + (LengthShare * segment.Lengths[passage] / average))));
        }
    }

    private static int Mentions(Segment segment, uint word)
    {
        var postings = Posting.Find(segment.Postings, word);
        if (segment.Gone is null)
            return postings.Length;
        var count = 0;
        foreach (var posting in postings)
            count += segment.IsThere(Posting.PassageOf(posting)) ? 1 : 0;
        return count;
    }

    private static float Rarity(int passages, int mentions) => MathF.Log(1 + ((passages - mentions + 0.5f) / (mentions + 0.5f)));

    private static Segment Compact(Segment segment) =>
        segment.Passages * 2 < segment.Ids.Length ? Segment.Merge(segment, new SegmentBuilder(segment.Dimensions).Build()) : segment;

    private static bool[] Admitted(Segment segment, MemoryFilter among)
    {
        var admitted = new bool[segment.Documents.Count];
        for (var i = 0; i < admitted.Length; i++)
            admitted[i] = segment.Gone?[i] is not true && among.Admits(segment.Documents[i].Facts);
        return admitted;
    }

    private List<(Segment Segment, bool[] Admitted, int Start, int Count)> Blocks(int dimensions, MemoryFilter among)
    {
        var blocks = new List<(Segment, bool[], int, int)>();
        foreach (var segment in segments.Where(segment => segment.Dimensions == dimensions))
        {
            var admitted = Admitted(segment, among);
            for (var start = 0; start < segment.Ids.Length; start += Block)
                blocks.Add((segment, admitted, start, Math.Min(Block, segment.Ids.Length - start)));
        }
        return blocks;
    }

    private static Best Compare(float[] query, (Segment Segment, bool[] Admitted, int Start, int Count) block, Best best)
    {
        var segment = block.Segment;
        for (var i = block.Start; i < block.Start + block.Count; i++)
        {
            if (!block.Admitted[segment.DocumentOf[i]])
                continue;
            var likeness = TensorPrimitives.Dot<float>(query, segment.Vectors.AsSpan(i * query.Length, query.Length));
            if (likeness >= LeastLikeness)
                best.Add(segment.Ids[i], likeness);
        }
        return best;
    }
}

/// <summary>The best of those it is shown; of equals, those with the smaller ids.</summary>
internal sealed class Best(int count)
{
    private readonly PriorityQueue<long, (float Score, long Id)> _worstFirst = new(count + 1);

    public void Add(long id, float score)
    {
        if (_worstFirst.Count < count)
            _worstFirst.Enqueue(id, (score, -id));
        else if (_worstFirst.TryPeek(out _, out var worst) && (score > worst.Score || (score == worst.Score && -id > worst.Id)))
            _worstFirst.EnqueueDequeue(id, (score, -id));
    }

    public void Add(Best other)
    {
        foreach (var (id, (score, _)) in other._worstFirst.UnorderedItems)
            Add(id, score);
    }

    /// <summary>Best first; nothing is left.</summary>
    public IReadOnlyList<Found> Take()
    {
        var found = new Found[_worstFirst.Count];
        for (var i = found.Length - 1; i >= 0 && _worstFirst.TryDequeue(out var id, out var worst); i--)
            found[i] = new(id, worst.Score);
        return found;
    }
}
