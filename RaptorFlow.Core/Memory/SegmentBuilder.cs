using System.Runtime.InteropServices;

namespace RaptorFlow.Core.Memory;

/// <summary>A word of a passage, stemmed, and how often it stands there.</summary>
internal readonly record struct MentionedWord(string Word, int InHeadings, int InText);

/// <summary>Puts passages into a segment.</summary>
internal sealed class SegmentBuilder(int dimensions, int expected = 0)
{
    // How much more a word says in a title or a heading than in the text below.
    private const int TitleWeight = 2;
    private const int HeadingWeight = 2;

    private readonly List<IndexedDocument> _documents = [];
    private readonly Dictionary<Guid, int> _places = [];
    private readonly List<int> _documentOf = new(expected);
    private readonly List<long> _ids = new(expected);
    private readonly List<int> _lengths = new(expected);
    private readonly List<float> _vectors = new(expected * dimensions);
    private readonly List<sbyte> _coarseBytes = new(expected * dimensions);
    private readonly List<CoarseVector> _coarse = new(expected);

    // The word's hash in the upper half.
    private readonly List<ulong> _postings = [];

    public int Count => _ids.Count;

    /// <param name="document">Which.</param>
    /// <param name="language">What its words were stemmed by.</param>
    /// <param name="title">The words of its title.</param>
    /// <param name="id">The passage's id.</param>
    /// <param name="vector">Empty where it has none of the model searched with.</param>
    /// <param name="words">The passage's words, each once.</param>
    public void Add(IndexedDocument document, string language, IReadOnlyCollection<string> title, long id, ReadOnlySpan<float> vector, IEnumerable<MentionedWord> words)
    {
        var passage = Begin(document, id);
        var weights = title.ToDictionary(word => word, _ => TitleWeight, StringComparer.Ordinal);
        var length = 0;
        foreach (var word in words)
        {
            length += word.InHeadings + word.InText;
            CollectionsMarshal.GetValueRefOrAddDefault(weights, word.Word, out _) += (word.InHeadings * HeadingWeight) + word.InText;
        }
        foreach (var (word, weight) in weights)
            _postings.Add(Of(WordHash.Of(language, word), passage, weight));
        _lengths.Add(length);
        var place = Vector(vector);
        _coarse.Add(CoarseVector.Write(place, Room(_coarseBytes)));
    }

    /// <summary>What is there of another segment.</summary>
    public void Add(Segment segment)
    {
        var moved = new int[segment.Ids.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] = -1;
            if (!segment.IsThere(i))
                continue;
            moved[i] = Begin(segment.Documents[segment.DocumentOf[i]], segment.Ids[i]);
            _lengths.Add(segment.Lengths[i]);
            Vector(segment.Vectors.AsSpan(i * dimensions, dimensions));
            segment.CoarseBytes.AsSpan(i * dimensions, dimensions).CopyTo(Room(_coarseBytes));
            _coarse.Add(segment.Coarse[i]);
        }
        foreach (var (word, postings) in segment.Postings.All)
        {
            foreach (var posting in postings)
            {
                if (moved[Posting.PassageOf(posting)] is >= 0 and var passage)
                    _postings.Add(Of(word, passage, Posting.WeightOf(posting)));
            }
        }
    }

    public Segment Build()
    {
        _postings.Sort();
        return new Segment
        {
            Documents = [.. _documents],
            DocumentOf = [.. _documentOf],
            Ids = [.. _ids],
            Lengths = [.. _lengths],
            Vectors = [.. _vectors],
            Dimensions = dimensions,
            CoarseBytes = [.. _coarseBytes],
            Coarse = [.. _coarse],
            Postings = new(CollectionsMarshal.AsSpan(_postings)),
            Passages = _ids.Count,
            Words = _lengths.Sum(length => (long)length),
        };
    }

    private int Begin(IndexedDocument document, long id)
    {
        if (!_places.TryGetValue(document.Id, out var place))
        {
            place = _places[document.Id] = _documents.Count;
            _documents.Add(document);
        }
        _documentOf.Add(place);
        _ids.Add(id);
        return _ids.Count - 1;
    }

    private static ulong Of(uint word, int passage, int weight) => ((ulong)word << 32) | Posting.Of(passage, weight);

    private Span<float> Vector(ReadOnlySpan<float> vector)
    {
        var place = Room(_vectors);
        place.Clear();
        if (vector.Length == dimensions)
            vector.CopyTo(place);
        return place;
    }

    private Span<T> Room<T>(List<T> rows)
    {
        var start = rows.Count;
        CollectionsMarshal.SetCount(rows, start + dimensions);
        return CollectionsMarshal.AsSpan(rows)[start..];
    }
}

/// <summary>A word in 32 bits, the same in this process alone. A word of one language is not that of another.</summary>
internal static class WordHash
{
    public static uint Of(string language, string word) => unchecked((uint)HashCode.Combine(language, word));
}
