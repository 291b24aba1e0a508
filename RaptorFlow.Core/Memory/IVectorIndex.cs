namespace RaptorFlow.Core.Memory;

/// <summary>A model's vectors, which compare with one another only.</summary>
internal readonly record struct VectorSpace(string Model, int Dimensions);

/// <summary>A passage as an index holds it.</summary>
internal sealed record VectorPoint(long PassageId, Guid DocumentId, DocumentFacts Facts, float[] Vector);

/// <summary>A passage that an index found.</summary>
/// <param name="Likeness">The cosine, −1 to 1.</param>
internal readonly record struct NearPoint(long PassageId, Guid DocumentId, double Likeness);

/// <summary>
/// A server that finds vectors. It may lag, lie or lose everything: what it finds is read from Postgres, and <see cref="MemoryIndexer"/>
/// brings it back in step. Every method may be repeated, and throws when the server cannot be asked.
/// </summary>
internal interface IVectorIndex
{
    /// <summary>Adds points, or puts them in the place of those with the same ids.</summary>
    Task UpsertAsync(Guid workspaceId, VectorSpace space, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    /// <summary>Removes all points of the documents, of whatever model; done before a later upsert begins.</summary>
    Task DeleteAsync(Guid workspaceId, IReadOnlyCollection<Guid> documents, CancellationToken cancellationToken);

    /// <summary>Removes all points of the workspace.</summary>
    Task ClearAsync(Guid workspaceId, CancellationToken cancellationToken);

    /// <returns>Nearest first.</returns>
    Task<IReadOnlyList<NearPoint>> SearchAsync(Guid workspaceId, VectorSpace space, float[] query, MemoryFilter among, int count, CancellationToken cancellationToken);

    Task<long> CountAsync(Guid workspaceId, VectorSpace space, string collection, CancellationToken cancellationToken);

    /// <summary>Drops everything, of all workspaces.</summary>
    Task RecreateAsync(CancellationToken cancellationToken);
}
