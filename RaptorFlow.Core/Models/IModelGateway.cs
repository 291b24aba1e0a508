using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>The way to every model: budgeted, routed, resilient, and complete without any.</summary>
public interface IModelGateway
{
    /// <summary>Asks a model of the tier, or a cheaper one, to improve the draft; without one the draft is the answer.</summary>
    Task<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken);

    /// <summary>Forgets an answer that does not stand, so that nobody else of the workspace is given it.</summary>
    Task ForgetAsync(ModelAnswer answer, CancellationToken cancellationToken);

    /// <summary>Whether there is a model of the tier, or a cheaper one, to ask: without one no prompt is needed.</summary>
    bool HasModels(ModelTier tier);

    /// <summary>
    /// A chat client whose calls are charged to the scope. Without a model it answers with the text in <c>raptorflow.draft</c> of
    /// <see cref="ChatOptions.AdditionalProperties"/>, or throws <see cref="NoModelException"/>. Its streams arrive in one piece.
    /// </summary>
    IChatClient ClientFor(CostScope scope, ModelTier tier, CallPolicy policy);
}

public sealed record ModelRequest
{
    public required CostScope Scope { get; init; }

    public required ModelTier Tier { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>The answer when no model gives one.</summary>
    public required string DraftJson { get; init; }

    /// <summary>The shape of the answer. The model is asked for it; whether it obeyed is the caller's to check.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Functions the model may call, a bounded number of times.</summary>
    public IReadOnlyList<AIFunction> Tools { get; init; } = [];

    public CallPolicy Policy { get; init; } = CallPolicy.Default;

    /// <summary>Told of the answer as it comes; null when nobody listens.</summary>
    public IAnswerListener? Listener { get; init; }

    /// <summary>What may be left out for a model with a short context; null: nothing.</summary>
    public PromptFit? Fit { get; init; }

    /// <summary>Bounds the answer, reasoning included, and with it the money held.</summary>
    public required int MaxOutputTokens { get; init; }
}

/// <param name="Model"><c>offline</c> when the text is the draft.</param>
/// <param name="Notes">Which providers failed, what was too dear: why it is not the model that was asked for.</param>
public sealed record ModelAnswer(
    string Text, string Model, string Provider, bool IsOffline, long InputTokens, long OutputTokens, long CostMicros, IReadOnlyList<string> Notes)
{
    internal CacheQuestion? CachedAs { get; init; }
}
