namespace RaptorFlow.Core.Memory;

/// <summary>A passage found, and how good: by cosine or by words, which have no common scale.</summary>
internal readonly record struct Found(long Id, double Score);

/// <summary>What searches need of one workspace at one version of its memory; nothing of the text. Never changed: the next version shares what it can.</summary>
internal sealed class WorkspaceIndex(long version, IReadOnlyList<Segment> segments)
{
    /// <summary>Below this, hashed vectors resemble each other by chance.</summary>
    public const float LeastLikeness = 0.08f;

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

    /// <summary>The passages nearest to a vector of length 1, nearest first: none is nearer than the last of them and left out.</summary>
    public IReadOnlyList<Found> Nearest(float[] query, MemoryFilter among, int count)
    {
        if (count == 0)
            return [];
        var ranking = new VectorRanking(query, count);
        foreach (var segment in segments.Where(segment => segment.Dimensions == query.Length))
            ranking.Add(segment, Admitted(segment, among));
        return ranking.Take();
    }

    /// <summary>The passages in which the words say most, by BM25: rare words more than common ones, a word's tenth mention less than its second.</summary>
    /// <param name="words">Hashes of words, each once.</param>
    /// <param name="among">Which documents.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<Found> ByWords(IReadOnlyList<uint> words, MemoryFilter among, int count)
    {
        var passages = Passages;
        var mentioned = words.Select(word => (Word: word, Mentions: segments.Sum(segment => Mentions(segment, word)))).Where(word => word.Mentions > 0);
        var ranking = new WordRanking(mentioned.Select(word => (word.Word, WordRanking.Rarity(passages, word.Mentions))), segments.Sum(segment => segment.Words) / (float)Math.Max(1, passages), count);
        foreach (var segment in segments)
            ranking.Add(segment, Admitted(segment, among));
        return ranking.Take();
    }

    private static int Mentions(Segment segment, uint word)
    {
        var postings = segment.Postings.Of(word);
        if (segment.Gone is null)
            return postings.Length;
        var count = 0;
        foreach (var posting in postings)
            count += segment.IsThere(Posting.PassageOf(posting)) ? 1 : 0;
        return count;
    }

    private static Segment Compact(Segment segment) =>
        segment.Passages * 2 < segment.Ids.Length ? Segment.Merge(segment, new SegmentBuilder(segment.Dimensions).Build()) : segment;

    private static bool[] Admitted(Segment segment, MemoryFilter among)
    {
        var admitted = new bool[segment.Documents.Count];
        for (var i = 0; i < admitted.Length; i++)
            admitted[i] = segment.Gone?[i] is not true && among.Admits(segment.Documents[i].Facts);
        return admitted;
    }
}
