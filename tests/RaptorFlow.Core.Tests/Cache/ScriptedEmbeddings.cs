using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Tests.Cache;

/// <summary>A model of three dimensions that remembers what it was asked.</summary>
internal sealed class ScriptedEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly EmbeddingGeneratorMetadata Metadata = new("scripted", null, "scripted-1", 3);

    /// <summary>The texts of each call.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public Func<string, float[]> Vector { get; init; } = text => [text.Length, text[0], 1];

    /// <summary>What each call waits for.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<string> texts = [.. values];
        Calls.Enqueue(string.Join(' ', texts));
        await Before().WaitAsync(cancellationToken);
        return [.. texts.Select(t => new Embedding<float>(Vector(t)))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : null;

    public void Dispose()
    {
    }
}
