using System.Numerics.Tensors;

namespace RaptorFlow.Core.Memory;

/// <summary>The vectors of one workspace at one version of its memory, side by side; nothing of the text.</summary>
internal sealed class WorkspaceVectors(long version, long[] ids, int[] documentOf, DocumentFacts[] documents, float[] vectors, int dimensions)
{
    /// <summary>Below this, hashed vectors resemble each other by chance.</summary>
    private const float Least = 0.08f;

    public long Version => version;

    public long Bytes => (vectors.LongLength * sizeof(float)) + (ids.LongLength * 12) + (documents.LongLength * 96) + 64;

    /// <summary>The ids of the passages nearest to a vector of length 1, nearest first.</summary>
    public IReadOnlyList<long> Nearest(ReadOnlySpan<float> query, MemoryFilter among, int count)
    {
        if (query.Length != dimensions)
            return [];
        var admitted = Array.ConvertAll(documents, among.Admits);
        var best = new PriorityQueue<long, float>(count + 1);
        for (var i = 0; i < ids.Length; i++)
        {
            if (!admitted[documentOf[i]])
                continue;
            var likeness = TensorPrimitives.Dot(query, vectors.AsSpan(i * dimensions, dimensions));
            if (likeness < Least)
                continue;
            best.Enqueue(ids[i], likeness);
            if (best.Count > count)
                best.Dequeue();
        }
        var nearest = new long[best.Count];
        for (var i = nearest.Length - 1; i >= 0; i--)
            nearest[i] = best.Dequeue();
        return nearest;
    }
}
