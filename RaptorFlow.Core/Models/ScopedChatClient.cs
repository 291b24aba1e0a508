using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>Names the account, the tier and the policy of every call, whatever the caller's options say. Disposing it leaves the shared pipeline alone.</summary>
internal sealed class ScopedChatClient(IChatClient pipeline, ModelCall call) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        pipeline.GetResponseAsync(messages, options.With(call), cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // One piece: the money is settled on the usage of the whole.
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : pipeline.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }
}
