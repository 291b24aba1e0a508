using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Names the account and the tier of every call, whatever the caller's options say. Disposing it leaves the shared pipeline alone.</summary>
internal sealed class ScopedChatClient(IChatClient pipeline, CostScope scope, ModelTier tier) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        pipeline.GetResponseAsync(messages, CallContext.Prepare(options, scope, tier), cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // One piece: the money is settled on the usage of the whole.
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
