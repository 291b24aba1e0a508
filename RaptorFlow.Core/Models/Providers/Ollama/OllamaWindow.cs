using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OllamaSharp.Models;

namespace RaptorFlow.Core.Models.Providers.Ollama;

/// <summary>
/// Asks for a window that the call fits into. Ollama's own is small, whatever the model could read, and cuts what is longer without a word.
/// </summary>
internal sealed class OllamaWindow(IChatClient inner) : DelegatingChatClient(inner)
{
    // Each size that is asked for loads the model anew: so few of them.
    private const int Smallest = 8192;

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        return base.GetResponseAsync(prompt, Widened(prompt, options), cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        var finished = false;
        await foreach (var update in base.GetStreamingResponseAsync(prompt, Widened(prompt, options), cancellationToken))
        {
            finished |= update.FinishReason is not null || update.Contents.Any(content => content is UsageContent);
            yield return update;
        }
        if (!finished)
            throw ModelCallException.Unintelligible(new InvalidDataException("The stream ended before the answer did."));
    }

    private static ChatOptions Widened(IReadOnlyList<ChatMessage> prompt, ChatOptions? options)
    {
        var widened = options?.Clone() ?? new();
        // Half of the most there can be: twice what plain English makes.
        var needed = (TokenEstimate.UpperBound(prompt, widened) / 2) + (widened.MaxOutputTokens ?? Model.DefaultOutputTokens);
        var window = (long)Smallest;
        while (window < needed)
            window *= 2;
        (widened.AdditionalProperties ??= [])[OllamaOption.NumCtx.Name] = (int)Math.Min(window, int.MaxValue);
        return widened;
    }
}
