using System.Buffers;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// The passages in which words say most, by BM25, the same that scoring all passages would find. What a word can add at most is known beforehand:
/// once the words left cannot bring a passage among the best by themselves, they are looked up only for the passages found by then that they could.
/// </summary>
internal sealed class WordRanking
{
    // BM25's constants: how soon another mention of a word says nothing new, and how much a passage's length counts. Chosen by one half of the
    // questions of bench/retrieval, and measured on the other.
    private const float Saturation = 0.8f;
    private const float LengthShare = 0.25f;

    private readonly (uint Word, float Weight)[] _words;
    private readonly float _perWord;
    private readonly Best _best;

    // Of each word, what it and those after it add at most, and what the rounding of all sums can come to.
    private readonly float[] _left;

    /// <param name="words">Hashes of words, each once, and what each weighs.</param>
    /// <param name="averageLength">Of a passage, in words.</param>
    /// <param name="count">How many passages.</param>
    public WordRanking(IEnumerable<(uint Word, float Weight)> words, float averageLength, int count)
    {
        // Rare ones first; one order for all segments, that equal passages come to equal sums.
        _words = [.. words.OrderByDescending(word => word.Weight).ThenBy(word => word.Word)];
        _perWord = averageLength > 0 ? Saturation * LengthShare / averageLength : 0;
        _best = new(count);
        _left = new float[_words.Length + 1];
        var most = _words.Select(word => (double)Said(word.Weight, Posting.MaximumWeight, 0)).ToArray();
        var (left, rounding) = (0.0, most.Sum() * (_words.Length + 8) / (1 << 22));
        for (var i = _words.Length - 1; i >= 0; i--)
            _left[i] = (float)((left += most[i]) + rounding);
    }

    /// <summary>How much a word says that so many of all passages have.</summary>
    public static float Rarity(int passages, int mentions) => MathF.Log(1 + ((passages - mentions + 0.5f) / (mentions + 0.5f)));

    /// <summary>Scores a segment's passages of the documents admitted.</summary>
    public void Add(Segment segment, bool[] admitted)
    {
        var rented = ArrayPool<float>.Shared.Rent(segment.Ids.Length);
        var scores = rented.AsSpan(0, segment.Ids.Length);
        scores.Clear();
        var word = 0;
        for (; word < _words.Length && _left[word] >= _best.Floor; word++)
        {
            foreach (var posting in segment.Postings.Of(_words[word].Word))
                scores[Posting.PassageOf(posting)] += Said(segment, _words[word].Weight, posting);
        }
        var found = Possible(segment, admitted, scores, word);
        for (; word < _words.Length; word++)
            LookUp(segment, segment.Postings.Of(_words[word].Word), word, found, scores);
        foreach (var passage in found)
            _best.Add(segment.Ids[passage], scores[passage]);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Best first.</summary>
    public IReadOnlyList<Found> Take() => _best.Take();

    private List<int> Possible(Segment segment, bool[] admitted, ReadOnlySpan<float> scores, int next)
    {
        var found = new List<int>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > 0 && scores[i] + _left[next] >= _best.Floor && admitted[segment.DocumentOf[i]])
                found.Add(i);
        }
        return found;
    }

    // Both in the order of the passages.
    private void LookUp(Segment segment, ReadOnlySpan<uint> postings, int word, List<int> found, Span<float> scores)
    {
        foreach (var passage in found)
        {
            if (scores[passage] + _left[word] < _best.Floor)
                continue;
            postings = postings[Before(postings, Posting.Of(passage, 0))..];
            if (postings.IsEmpty)
                return;
            if (Posting.PassageOf(postings[0]) == passage)
                scores[passage] += Said(segment, _words[word].Weight, postings[0]);
        }
    }

    // How many there are before a value: in steps that double, then by halves.
    private static int Before(ReadOnlySpan<uint> postings, uint value)
    {
        var step = 1;
        while (step < postings.Length && postings[step] < value)
            step *= 2;
        var (low, high) = (step / 2, Math.Min(step, postings.Length));
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (postings[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private float Said(Segment segment, float weight, uint posting) => Said(weight, Posting.WeightOf(posting), segment.Lengths[Posting.PassageOf(posting)]);

    private float Said(float weight, float mentions, int length) => weight * mentions * (Saturation + 1) / (mentions + (Saturation * (1 - LengthShare)) + (_perWord * length));
}
