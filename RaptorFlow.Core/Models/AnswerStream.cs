using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>Reads an answer as it comes, telling the listener, and knows what came if it is cut off.</summary>
internal sealed class AnswerStream(IAnswerListener listener)
{
    private readonly List<ChatResponseUpdate> _updates = [];

    /// <summary>What has come; null when nothing has that a provider would charge for.</summary>
    public ChatResponse? Partial => _updates.Exists(update => update.Contents.Any(content => content is not UsageContent)) ? _updates.ToChatResponse() : null;

    public async Task<ChatResponse> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        _updates.Clear();
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            _updates.Add(update);
            if (update.Text is { Length: > 0 } text)
                listener.Text(text);
        }
        // Every protocol says why it ends; a connection that was closed before looks the same but for that.
        var response = _updates.ToChatResponse();
        return response.FinishReason is null ? throw new InvalidDataException("The stream ended before the answer did.") : response;
    }
}

/// <summary>An answer ended before it was whole. What came of it is paid for.</summary>
internal sealed class AnswerCutException(ChatResponse partial, string why, Exception? inner) : Exception(why, inner)
{
    public ChatResponse Partial => partial;
}
