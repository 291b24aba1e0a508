using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>Answers with the draft it is given, word for word, and costs nothing.</summary>
internal sealed class OfflineChatClient : IChatClient
{
    public const string ModelId = "offline";

    /// <summary>Named in the books where there was not even a draft.</summary>
    public const string None = "none";

    public const string DraftKey = "raptorflow.draft";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options?.AdditionalProperties is not { } properties || !properties.TryGetValue(DraftKey, out string? draft) || draft is null)
            throw new NoModelException($"No model answers and there is no draft in {DraftKey} to answer with.");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, draft))
        {
            ModelId = ModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = new() { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 },
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
