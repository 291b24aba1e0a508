namespace RaptorFlow.Core.Models;

/// <summary>A model that makes vectors of texts.</summary>
/// <param name="Provider">Its provider, by the name it is configured under.</param>
/// <param name="Name">What the provider calls it.</param>
/// <param name="Dimensions">How long its vectors are.</param>
/// <param name="Shortened">It is to be asked for vectors of that length.</param>
internal sealed record EmbeddingModel(string Provider, string Name, int Dimensions, bool Shortened)
{
    /// <summary>What the provider is to be asked for; null for vectors as it makes them.</summary>
    public int? AskedDimensions => Shortened ? Dimensions : null;
}

/// <summary>What a text is embedded for: some models put questions elsewhere than what answers them.</summary>
internal enum EmbeddingPurpose
{
    Passage,
    Query,
}

/// <summary>The model gives no vectors now; later it may.</summary>
/// <param name="message">Why, in words.</param>
/// <param name="overBudget">The workspace cannot pay; the model itself may be well.</param>
internal sealed class NoEmbeddingException(string message, bool overBudget = false) : Exception(message)
{
    public bool OverBudget => overBudget;
}
