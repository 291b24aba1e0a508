using System.Collections.Concurrent;
using System.Numerics.Tensors;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>An index in memory that fails, lies and loses what it has when told to.</summary>
internal sealed class FakeVectorIndex : IVectorIndex
{
    private readonly ConcurrentDictionary<(Guid Workspace, VectorSpace Space, long Passage), VectorPoint> _points = new();

    /// <summary>Thrown by whatever it is asked.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Called before each upsert.</summary>
    public Func<Task> Upserting { get; set; } = () => Task.CompletedTask;

    /// <summary>Given with each answer, whoever asked.</summary>
    public List<NearPoint> Lies { get; } = [];

    public int Searches { get; private set; }

    public int Upserts { get; private set; }

    public int Count => _points.Count;

    public IEnumerable<Guid> DocumentsOf(Guid workspace) => _points.Where(p => p.Key.Workspace == workspace).Select(p => p.Value.DocumentId).Distinct().Order();

    public void LoseEverything() => _points.Clear();

    public async Task UpsertAsync(Guid workspaceId, VectorSpace space, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken)
    {
        Check();
        await Upserting();
        Check();
        Upserts++;
        foreach (var point in points)
            _points[(workspaceId, space, point.PassageId)] = point;
    }

    public Task DeleteAsync(Guid workspaceId, IReadOnlyCollection<Guid> documents, CancellationToken cancellationToken) =>
        RemoveAsync((key, point) => key.Workspace == workspaceId && documents.Contains(point.DocumentId));

    public Task ClearAsync(Guid workspaceId, CancellationToken cancellationToken) => RemoveAsync((key, _) => key.Workspace == workspaceId);

    public Task RecreateAsync(CancellationToken cancellationToken) => RemoveAsync((_, _) => true);

    public Task<IReadOnlyList<NearPoint>> SearchAsync(Guid workspaceId, VectorSpace space, float[] query, MemoryFilter among, int count, CancellationToken cancellationToken)
    {
        Searches++;
        Check();
        return Task.FromResult<IReadOnlyList<NearPoint>>([.. Lies.Concat(_points.Where(p => p.Key.Workspace == workspaceId && p.Key.Space == space && among.Admits(p.Value.Facts))
            .Select(p => new NearPoint(p.Key.Passage, p.Value.DocumentId, TensorPrimitives.Dot<float>(query, p.Value.Vector))).OrderByDescending(p => p.Likeness)).Take(count)]);
    }

    public Task<long> CountAsync(Guid workspaceId, VectorSpace space, string collection, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult((long)_points.Count(p => p.Key.Workspace == workspaceId && p.Key.Space == space && p.Value.Facts.Collection == collection));
    }

    private Task RemoveAsync(Func<(Guid Workspace, VectorSpace Space, long Passage), VectorPoint, bool> which)
    {
        Check();
        foreach (var (key, point) in _points)
        {
            if (which(key, point))
                _points.TryRemove(key, out _);
        }
        return Task.CompletedTask;
    }

    private void Check()
    {
        if (Fault is { } fault)
            throw fault;
    }
}
