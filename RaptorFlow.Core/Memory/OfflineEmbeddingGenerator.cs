using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Memory;

/// <summary>
/// Embeddings without a model: words and parts of words, hashed into 512 signed dimensions. Finds text that shares words or word
/// parts with the query, in other inflections, spellings and compounds; knows no synonyms and no meaning.
/// </summary>
public sealed class OfflineEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string ModelId = "offline-hash-1";
    public const int Dimensions = 512;

    internal static readonly string Space = $"{ModelId} {Dimensions}";

    private const int GramLength = 4;
    private const float StopWordWeight = 0.1f;
    private const float GramsWeight = 0.6f;
    private static readonly HashSet<string> StopWords = [.. Language.AllCommonWords.Select(Tokens.Fold)];
    private static readonly EmbeddingGeneratorMetadata Metadata = new("offline", null, ModelId, Dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new(Embed(value)) { ModelId = ModelId });
        }
        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    private static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        var words = Tokens.Words(Tokens.Fold(text)).GroupBy(word => word.ToString(), StringComparer.Ordinal);
        foreach (var word in words)
        {
            // The tenth mention of a word says little more than the second.
            var weight = (1 + MathF.Log(word.Count())) * (StopWords.Contains(word.Key) ? StopWordWeight : 1);
            Add(vector, "w:" + word.Key, weight);
            AddGrams(vector, word.Key, weight);
        }
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    private static void AddGrams(float[] vector, string word, float weight)
    {
        var bounded = $"^{word}$";
        var count = bounded.Length - GramLength + 1;
        if (count < 1)
            return;
        // However long the word, its parts together weigh the same.
        var each = weight * GramsWeight / MathF.Sqrt(count);
        for (var i = 0; i < count; i++)
            Add(vector, string.Concat("g:", bounded.AsSpan(i, GramLength)), each);
    }

    private static void Add(float[] vector, string feature, float weight)
    {
        var hash = Hash(feature);
        // The sign comes from a bit the dimension does not use, so that collisions cancel out rather than add up.
        vector[hash % Dimensions] += (hash >> 31) == 0 ? weight : -weight;
    }

    // FNV-1a with a final mix: the same on every machine and in every version, for the vectors are stored.
    private static uint Hash(string feature)
    {
        var hash = 2166136261u;
        foreach (var value in MemoryMarshal.AsBytes(Encoding.UTF8.GetBytes(feature).AsSpan()))
            hash = unchecked((hash ^ value) * 16777619u);
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85ebca6bu);
        hash ^= hash >> 13;
        hash = unchecked(hash * 0xc2b2ae35u);
        return hash ^ (hash >> 16);
    }
}
