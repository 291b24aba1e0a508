using System.Numerics.Tensors;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// The passages nearest to a vector, the same that an exact comparison with all would find. All are compared by their bytes first; those that
/// could be among the best, whatever the bytes leave out, are compared exactly.
/// </summary>
internal sealed class VectorRanking(float[] query, int count)
{
    private const int FewPossible = 1_024;

    private readonly CoarseQuery _coarse = new(query);
    private readonly Best _certain = new(count);
    private readonly List<(Segment Segment, int Passage, float Most)> _possible = new(FewPossible);
    private int _crowded = FewPossible;

    // So many passages are at least that near.
    private float Needed => Math.Max(WorkspaceIndex.LeastLikeness, _certain.Floor);

    /// <summary>Compares a segment's passages of the documents admitted.</summary>
    public void Add(Segment segment, bool[] admitted)
    {
        for (var i = 0; i < segment.Ids.Length; i++)
        {
            if (!admitted[segment.DocumentOf[i]])
                continue;
            var (least, most) = _coarse.With(segment.CoarseBytes.AsSpan(i * query.Length, query.Length), segment.Coarse[i]);
            // Not "most >= needed": what is not a number is compared exactly.
            if (most < Needed)
                continue;
            if (_possible.Count == _crowded)
                LetGo();
            _possible.Add((segment, i, most));
            _certain.Add(segment.Ids[i], least);
        }
    }

    // Those that others have outdone since: a search leaves little to collect.
    private void LetGo()
    {
        var needed = Needed;
        _possible.RemoveAll(passage => passage.Most < needed);
        _crowded = Math.Max(FewPossible, 2 * _possible.Count);
    }

    /// <summary>Nearest first.</summary>
    public IReadOnlyList<Found> Take()
    {
        var (best, needed) = (new Best(count), Needed);
        foreach (var (segment, passage, most) in _possible)
        {
            if (most < needed || most < best.Floor)
                continue;
            var likeness = TensorPrimitives.Dot<float>(query, segment.Vectors.AsSpan(passage * query.Length, query.Length));
            if (likeness >= WorkspaceIndex.LeastLikeness)
                best.Add(segment.Ids[passage], likeness);
        }
        return best.Take();
    }
}
