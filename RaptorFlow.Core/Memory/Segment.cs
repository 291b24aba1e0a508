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

    /// <summary>In order: word, passage, weight (<see cref="Posting"/>).</summary>
    public required ulong[] Postings { get; init; }

    /// <summary>Of each document, whether it is gone; null when all are there.</summary>
    public bool[]? Gone { get; init; }

    /// <summary>How many passages are there.</summary>
    public required int Passages { get; init; }

    /// <summary>How many words these have.</summary>
    public required long Words { get; init; }

    public long Bytes => (Vectors.LongLength * sizeof(float)) + (Postings.LongLength * sizeof(ulong)) + (Ids.LongLength * 16) + (Documents.Count * 128L) + 256;

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

/// <summary>A word in a passage, in one number that sorts: 32 bits of the word's hash, 24 of the passage's place, 8 of how often and where it stands there.</summary>
internal static class Posting
{
    public static ulong Of(uint word, int passage, int weight) => ((ulong)word << 32) | ((ulong)(uint)passage << 8) | (uint)Math.Min(weight, 255);

    public static int PassageOf(ulong posting) => (int)((posting >> 8) & 0xff_ffff);

    public static int WeightOf(ulong posting) => (int)(posting & 0xff);

    public static ulong At(ulong posting, int passage) => (posting & 0xffff_ffff_0000_00ff) | ((ulong)(uint)passage << 8);

    /// <summary>All of a word's postings.</summary>
    public static ReadOnlySpan<ulong> Find(ReadOnlySpan<ulong> postings, uint word)
    {
        var start = Before(postings, (ulong)word << 32);
        var rest = postings[start..];
        return word == uint.MaxValue ? rest : rest[..Before(rest, (ulong)(word + 1) << 32)];
    }

    private static int Before(ReadOnlySpan<ulong> postings, ulong value)
    {
        var place = postings.BinarySearch(value);
        return place < 0 ? ~place : place;
    }
}
