using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Tests.Memory.Embeddings;

/// <summary>A model that knows that what is cheap is affordable, and gives no vectors when told so.</summary>
internal sealed class MeaningModel(string name = "meaning-1") : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly string[][] Meanings = [["cheap", "affordable"], ["boat", "ship"], ["tea", "brew"]];

    private readonly EmbeddingGeneratorMetadata _metadata = new("scripted", null, name, Meanings.Length + 1);

    public ConcurrentQueue<string> Texts { get; } = new();

    /// <summary>Why a text gets no vector.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>What each call waits for.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public static NoEmbeddingException Away { get; } = new("it is away");

    public static NoEmbeddingException Poor { get; } = new("no money is left", overBudget: true);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Before();
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            Texts.Enqueue(text);
            if (Fault(text) is { } fault)
                throw fault;
            made.Add(new(Vector(text)));
        }
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

    public void Dispose()
    {
    }

    private static float[] Vector(string text)
    {
        float[] vector = [.. Meanings.Select(words => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 1f : 0), 0.1f];
        var norm = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }
}
