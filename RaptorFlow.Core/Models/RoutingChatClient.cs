using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Asks the candidates in their order; the first answer counts, and the last resort is the draft.</summary>
internal sealed partial class RoutingChatClient(ProviderChannels channels, OfflineChatClient offline, ILogger<RoutingChatClient> logger) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = options.Call();
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        List<string> notes = [];
        foreach (var model in call.Candidates)
        {
            var request = await PromptFit.ForAsync(model, prompt, options!, call.Fit, cancellationToken);
            if (request is null)
            {
                notes.Add($"{model.Id}: the prompt is too long for it.");
                continue;
            }
            var answer = await AskAsync(model, request, call.Listener, cancellationToken);
            if (answer.Response is { } response)
                return Sign(response, model, call.Tier, [.. notes, .. request.Notes]);
            notes.Add($"{model.Id} of {model.Provider}: {answer.Failure}.");
            LogFailover(model.Id, model.Provider, answer.Failure!);
            if (answer.Partial is { } partial)
                throw new AnswerCutException(Sign(partial, model, call.Tier, notes), notes[^1], null);
        }
        var draft = await DraftAsync(prompt, options!, notes, cancellationToken);
        notes.Add(call.Candidates.Count > 0 ? "No model answered; the draft stands." : "No model was there to ask; the draft stands.");
        draft.Notes().AddRange(notes);
        return draft;
    }

    private async Task<ChannelAnswer> AskAsync(Model model, ModelPrompt request, IAnswerListener? listener, CancellationToken cancellationToken)
    {
        try
        {
            return await channels.AskAsync(model, request, listener, cancellationToken);
        }
        catch (AnswerCutException e)
        {
            e.Partial.ModelId = model.Id;
            throw;
        }
    }

    private async Task<ChatResponse> DraftAsync(IReadOnlyList<ChatMessage> prompt, ChatOptions options, List<string> notes, CancellationToken cancellationToken)
    {
        try
        {
            return await offline.GetResponseAsync(prompt, options, cancellationToken);
        }
        catch (NoModelException e) when (notes.Count > 0)
        {
            throw new NoModelException($"{e.Message} {string.Join(' ', notes)}", e);
        }
    }

    private static ChatResponse Sign(ChatResponse response, Model model, ModelTier asked, List<string> notes)
    {
        // The catalogue's id is what is priced; vendors answer with dated ones.
        response.ModelId = model.Id;
        response.Notes().AddRange(notes);
        response.Sign(model.Provider, ServedFrom.Provider);
        if (model.TierFor(asked) is var tier && tier != asked)
            response.Notes().Add($"{model.Id} is a model of the {TierNames.Of(tier)} tier; {TierNames.Of(asked)} was asked for.");
        if (response.FinishReason == ChatFinishReason.Length)
            response.Notes().Add($"{model.Id}: the answer was cut at its token limit.");
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("raptorflow")
        : serviceKey is null && serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    [LoggerMessage(LogLevel.Warning, "{Model} of {Provider} gave no answer: {Failure}")]
    private partial void LogFailover(string model, string provider, string failure);
}
