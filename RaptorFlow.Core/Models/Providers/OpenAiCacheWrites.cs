using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>Adds to the usage what OpenAI charges for writing to its cache: the abstraction has no place for it and leaves it out.</summary>
internal sealed class OpenAiCacheWrites(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        if (response is { RawRepresentation: ChatCompletion { Usage: { } raw }, Usage: { } usage })
            Add(raw, usage);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (update.RawRepresentation is StreamingChatCompletionUpdate { Usage: { } raw } && update.Contents.OfType<UsageContent>().FirstOrDefault() is { } usage)
                Add(raw, usage.Details);
            yield return update;
        }
    }

    private static void Add(ChatTokenUsage raw, UsageDetails usage)
    {
#pragma warning disable SCME0001 // The one way to fields that the SDK does not know yet.
        if (raw.InputTokenDetails is { } details && details.Patch.TryGetValue("$.cache_write_tokens"u8, out int written) && written > 0)
#pragma warning restore SCME0001
            (usage.AdditionalCounts ??= [])[TokenCounts.CacheWriteCount] = written;
    }
}
