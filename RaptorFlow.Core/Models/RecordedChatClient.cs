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
        var key = CallKey.Of(call, candidates, prompt, options!);
        if (await records.FindAsync(call.Scope, key, cancellationToken) is not { } recorded)
            return await base.GetResponseAsync(prompt, options.With(call with { Key = key }), cancellationToken);
        var answer = KeptAnswer.From(recorded);
        var response = answer.Again(ServedFrom.Record);
        call.Listener?.Text(response.Text);
        await settlements.NoteAsync(call.Scope, answer.Entry(call, ServedFrom.Record), new(key, recorded));
        return response;
    }
}
