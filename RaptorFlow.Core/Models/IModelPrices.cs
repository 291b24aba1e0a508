using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>What the models that can be used cost, as configured; nobody is asked for it.</summary>
public interface IModelPrices
{
    /// <summary>The model that a call of the tier goes to first; null when the tier has none that can be used.</summary>
    ModelPrice? FirstOf(ModelTier tier);
}

/// <summary>A model's price.</summary>
/// <param name="Id">Its id in the catalogue.</param>
/// <param name="InputMicros">Micro-dollars per token of input, which is the price in USD per million.</param>
/// <param name="OutputMicros">Micro-dollars per token of output.</param>
/// <param name="OutputTokens">The most that an answer has unless more is asked for.</param>
public sealed record ModelPrice(string Id, decimal InputMicros, decimal OutputMicros, int OutputTokens);
