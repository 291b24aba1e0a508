namespace RaptorFlow.Core.Memory;

/// <summary>What a search has to know of a document.</summary>
internal sealed record IndexedDocument(Guid Id, DocumentFacts Facts);

/// <summary>
/// Passages of a workspace as arrays side by side: their vectors, and where their words are. Never changed; a document that changes
/// is gone from its segment and comes back in a newer one.
/// </summary>
internal sealed record Segment
{
    /// <summary>Larger ones are not merged: a merge stays a matter of milliseconds.</summary>
    public const int MaximumPassages = 16_384;

    public required IReadOnlyList<IndexedDocument> Documents { get; init; }

    /// <summary>Of each passage, its document's place in <see cref="Documents"/>.</summary>
    public required int[] DocumentOf { get; init; }

    public required long[] Ids { get; init; }

    /// <summary>How many words each passage has.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>One after the other, of length 1; all zero where the passage has none of the model searched with.</summary>
    public required float[] Vectors { get; init; }

    public required int Dimensions { get; init; }

    /// <summary>The vectors in a byte for each number, and how each is read: what searches look at first.</summary>
    public required sbyte[] CoarseBytes { get; init; }

    public required CoarseVector[] Coarse { get; init; }

    public required Postings Postings { get; init; }

    /// <summary>Of each document, whether it is gone; null when all are there.</summary>
    public bool[]? Gone { get; init; }

    /// <summary>How many passages are there.</summary>
    public required int Passages { get; init; }

    /// <summary>How many words these have.</summary>
    public required long Words { get; init; }

    public long Bytes => (Vectors.LongLength * sizeof(float)) + CoarseBytes.LongLength + (Coarse.LongLength * 12) + Postings.Bytes + (Ids.LongLength * 16) + (Documents.Count * 128L) + 256;

    public bool IsThere(int passage) => Gone is null || !Gone[DocumentOf[passage]];

    /// <summary>Without documents that changed since.</summary>
    public Segment Without(IReadOnlySet<Guid> documents)
    {
        bool[]? gone = null;
        for (var i = 0; i < Documents.Count; i++)
        {
            if (documents.Contains(Documents[i].Id) && Gone?[i] is not true)
                (gone ??= [.. Gone ?? new bool[Documents.Count]])[i] = true;
        }
        return gone is null ? this : Recounted(gone);
    }

    /// <summary>The passages that are there of both, those of this one first.</summary>
    public static Segment Merge(Segment first, Segment second)
    {
        var merged = new SegmentBuilder(first.Dimensions, first.Passages + second.Passages);
        merged.Add(first);
        merged.Add(second);
        return merged.Build();
    }

    private Segment Recounted(bool[] gone)
    {
        var (passages, words) = (0, 0L);
        for (var i = 0; i < Ids.Length; i++)
        {
            if (gone[DocumentOf[i]])
                continue;
            passages++;
            words += Lengths[i];
        }
        return this with { Gone = gone, Passages = passages, Words = words };
    }
}
