using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;

namespace RaptorFlow.Core.Memory;

/// <summary>Vectors of a workspace's texts: those that it has had before from its cache, the others from the model in one call.</summary>
internal sealed class WorkspaceEmbeddings
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly WorkspaceBatchCache? _cache;
    private readonly TimeSpan _lifetime;
    private readonly string _common;

    /// <param name="generator">The model. The offline one is faster than any look-up, and is always asked.</param>
    /// <param name="cache">Where vectors are kept; null for nowhere.</param>
    /// <param name="options">How long.</param>
    public WorkspaceEmbeddings(IEmbeddingGenerator<string, Embedding<float>> generator, WorkspaceBatchCache? cache = null, IOptions<CacheOptions>? options = null)
    {
        _generator = generator;
        IsOffline = generator.GetService(typeof(OfflineEmbeddingGenerator)) is not null;
        _lifetime = options?.Value.Embeddings ?? TimeSpan.Zero;
        _cache = _lifetime > TimeSpan.Zero && !IsOffline ? cache : null;
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        Model = metadata?.DefaultModelId ?? generator.GetType().Name;
        _common = $"{Model} {metadata?.DefaultModelDimensions}";
    }

    /// <summary>Vectors of different models cannot be compared, so each is stored with its model's name.</summary>
    public string Model { get; }

    /// <summary>Its vectors are of words and their parts, and know no meaning.</summary>
    public bool IsOffline { get; }

    /// <returns>In the order of the texts.</returns>
    public async Task<IReadOnlyList<float[]>> OfAsync(Guid workspaceId, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (_cache is null)
            return await GenerateAsync(texts, cancellationToken);
        var batch = new CacheBatch(workspaceId, CacheKinds.Embeddings, _common, [.. texts.Distinct(StringComparer.Ordinal)]);
        var vectors = await _cache.GetAsync(batch, _lifetime, async (missing, token) => [.. (await GenerateAsync(missing, token)).Select(VectorBytes.Of)], cancellationToken);
        return [.. texts.Select(text => VectorBytes.Read(vectors[text]))];
    }

    private async Task<IReadOnlyList<float[]>> GenerateAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        [.. (await _generator.GenerateAsync(texts, cancellationToken: cancellationToken)).Select(e => e.Vector.ToArray())];
}
