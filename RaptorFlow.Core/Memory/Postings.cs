namespace RaptorFlow.Core.Memory;

/// <summary>A word in a passage: 24 bits of the passage's place, 8 of how often and where it stands there.</summary>
internal static class Posting
{
    public const int MaximumWeight = 255;

    public static uint Of(int passage, int weight) => ((uint)passage << 8) | (uint)Math.Min(weight, MaximumWeight);

    public static int PassageOf(uint posting) => (int)(posting >> 8);

    public static int WeightOf(uint posting) => (int)(posting & MaximumWeight);
}

/// <summary>Where words are, in a segment: for each word, in order, its postings, in the order of the passages.</summary>
internal sealed class Postings
{
    private readonly uint[] _words;
    private readonly int[] _starts;
    private readonly uint[] _all;

    /// <param name="sorted">A word's hash in the upper half, a posting in the lower.</param>
    public Postings(ReadOnlySpan<ulong> sorted)
    {
        var (words, starts) = (new List<uint>(), new List<int>());
        _all = new uint[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            var word = (uint)(sorted[i] >> 32);
            if (i == 0 || word != words[^1])
            {
                words.Add(word);
                starts.Add(i);
            }
            _all[i] = (uint)sorted[i];
        }
        starts.Add(sorted.Length);
        (_words, _starts) = ([.. words], [.. starts]);
    }

    public long Bytes => (_words.LongLength * 8) + (_all.LongLength * 4);

    public IEnumerable<(uint Word, ArraySegment<uint> Postings)> All => _words.Select((word, i) => (word, new ArraySegment<uint>(_all, _starts[i], _starts[i + 1] - _starts[i])));

    public ReadOnlySpan<uint> Of(uint word)
    {
        var place = Array.BinarySearch(_words, word);
        return place < 0 ? [] : _all.AsSpan(_starts[place].._starts[place + 1]);
    }
}
