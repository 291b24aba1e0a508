using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Memory;

/// <summary>Vectors of a workspace's texts: those that it has had before from its cache, the others from the model in one call.</summary>
internal sealed partial class WorkspaceEmbeddings
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly WorkspaceBatchCache? _cache;
    private readonly TimeSpan _lifetime;
    private readonly string _common;
    private readonly ILogger _logger;

    /// <param name="generator">The model. The offline one is faster than any look-up, and is always asked.</param>
    /// <param name="cache">Where vectors are kept; null for nowhere.</param>
    /// <param name="options">How long.</param>
    /// <param name="logger">Told of vectors that could not be had.</param>
    public WorkspaceEmbeddings(
        IEmbeddingGenerator<string, Embedding<float>> generator, WorkspaceBatchCache? cache = null, IOptions<CacheOptions>? options = null, ILogger<WorkspaceEmbeddings>? logger = null)
    {
        _generator = generator;
        _logger = logger ?? NullLogger<WorkspaceEmbeddings>.Instance;
        IsOffline = generator.GetService(typeof(OfflineEmbeddingGenerator)) is not null;
        _lifetime = options?.Value.Embeddings ?? TimeSpan.Zero;
        _cache = _lifetime > TimeSpan.Zero && !IsOffline ? cache : null;
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        Model = metadata?.DefaultModelId ?? generator.GetType().Name;
        _common = $"{Model} {metadata?.DefaultModelDimensions}";
    }

    /// <summary>Vectors of different models cannot be compared, so each is stored with its model's name.</summary>
    public string Model { get; }

    /// <summary>The model and its dimensions: what a document's vectors are told to be of.</summary>
    public string Space => _common;

    /// <summary>Its vectors are of words and their parts, and know no meaning.</summary>
    public bool IsOffline { get; }

    /// <returns>In the order of the texts.</returns>
    public Task<IReadOnlyList<float[]>> OfAsync(Guid workspaceId, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        OfAsync(new EmbeddingCall(EmbeddingCall.Memory(workspaceId), EmbeddingPurpose.Passage), texts, cancellationToken);

    /// <summary>Of passages, on the workspace's account: from the model, or hashed ones while the model gives none. Those are put right later.</summary>
    public async Task<EmbeddedTexts> PassagesAsync(Guid workspaceId, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return new(await OfAsync(workspaceId, texts, cancellationToken), Model, Space);
        }
        catch (NoEmbeddingException e)
        {
            LogHashed(Model, e.Message);
            using var offline = new OfflineEmbeddingGenerator();
            return new(await GenerateAsync(offline, texts, null, cancellationToken), OfflineEmbeddingGenerator.ModelId, OfflineEmbeddingGenerator.Space);
        }
    }

    /// <returns>Null while the model gives none.</returns>
    public async Task<float[]?> QueryAsync(CostScope account, string query, CancellationToken cancellationToken)
    {
        try
        {
            return (await OfAsync(new EmbeddingCall(account, EmbeddingPurpose.Query), [query], cancellationToken))[0];
        }
        catch (NoEmbeddingException e)
        {
            LogWordsOnly(Model, e.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<float[]>> OfAsync(EmbeddingCall call, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (_cache is null)
            return await GenerateAsync(_generator, texts, call, cancellationToken);
        var batch = new CacheBatch(call.Account.WorkspaceId, CacheKinds.Embeddings, call.Purpose == EmbeddingPurpose.Passage ? _common : $"{_common} {call.Purpose}", [.. texts.Distinct(StringComparer.Ordinal)]);
        var vectors = await _cache.GetAsync(batch, _lifetime, async (missing, token) => [.. (await GenerateAsync(_generator, missing, call, token)).Select(VectorBytes.Of)], cancellationToken);
        return [.. texts.Select(text => VectorBytes.Read(vectors[text]))];
    }

    private static async Task<IReadOnlyList<float[]>> GenerateAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, IReadOnlyList<string> texts, EmbeddingCall? call, CancellationToken cancellationToken) =>
        [.. (await generator.GenerateAsync(texts, call?.ToOptions(), cancellationToken)).Select(e => e.Vector.ToArray())];

    [LoggerMessage(LogLevel.Warning, "{Model} gives no vectors; passages are found by their words until it does: {Reason}")]
    private partial void LogHashed(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "{Model} gives no vectors; it is searched by words alone: {Reason}")]
    private partial void LogWordsOnly(string model, string reason);
}

/// <summary>Vectors in the order of their texts, of which model, and in which <see cref="WorkspaceEmbeddings.Space"/>.</summary>
internal sealed record EmbeddedTexts(IReadOnlyList<float[]> Vectors, string Model, string Space);
