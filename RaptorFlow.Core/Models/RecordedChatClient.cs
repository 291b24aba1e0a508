using Microsoft.Extensions.AI;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Gives a task the answer that it was given before to the same question: what is done anew does not pay twice.</summary>
internal sealed class RecordedChatClient(IChatClient inner, Catalogue catalogue, IRecordedAnswers records, Settlements settlements) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = options.Call();
        var candidates = catalogue.For(call.Tier);
        if (candidates.Count == 0)
            return await base.GetResponseAsync(messages, options, cancellationToken);
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        call = call with { Key = CallKey.Of(call, candidates, prompt, options!) };
        return await records.FindAsync(call.Scope, call.Key, cancellationToken) is { } recorded
            ? await KeptAnswer.GiveAsync(recorded, call, ServedFrom.Record, settlements)
            : await base.GetResponseAsync(prompt, options.With(call), cancellationToken);
    }
}
