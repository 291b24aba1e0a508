using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Memory.Embeddings;

/// <summary>Configuration section <c>Memory:Embedding</c>: the model that makes memory's vectors. Without a provider they are hashed, which needs none.</summary>
public sealed class EmbeddingOptions
{
    /// <summary>The name of one of <c>Models:Providers</c>.</summary>
    public string? Provider { get; set; }

    /// <summary>What the provider calls the model.</summary>
    public string? Model { get; set; }

    /// <summary>How long its vectors are, 1 to 4,096.</summary>
    public int? Dimensions { get; set; }

    /// <summary>Its vectors are longer by themselves, and it is asked for vectors of <see cref="Dimensions"/>. Not every model can.</summary>
    public bool Shortened { get; set; }

    /// <summary>USD for a million tokens; 0 says that it is free.</summary>
    public decimal? PricePerMillion { get; set; }

    /// <summary>How many passages it is asked for at once, 1 to 2,048. Vendors bound them, or their tokens: a passage has about 350.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>What the model wants before a question, such as <c>search_query: </c>.</summary>
    public string QueryPrefix { get; set; } = "";

    /// <summary>What it wants before a passage, such as <c>search_document: </c>. Another one makes other vectors.</summary>
    public string PassagePrefix { get; set; } = "";

    internal bool IsSet => !string.IsNullOrWhiteSpace(Provider);

    internal EmbeddingModel ToModel() => new(Provider!.Trim(), Model!.Trim(), Dimensions!.Value, Shortened);
}
