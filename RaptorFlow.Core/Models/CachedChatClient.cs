using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Gives the workspace the answer that it was given before to the same question. Those who ask the same at once pay once.</summary>
internal sealed class CachedChatClient(IChatClient inner, WorkspaceCache cache, Catalogue catalogue, Settlements settlements) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = options.Call();
        if (call.Key is null || call.Policy.Cache <= TimeSpan.Zero)
            return await base.GetResponseAsync(messages, options, cancellationToken);
        var question = new CacheQuestion(call.Scope.WorkspaceId, CacheKinds.Of(call.Policy.Kind), call.Key, call.Policy.Tags);
        var (mine, own) = (false, (ChatResponse?)null);
        try
        {
            var kept = await cache.GetAsync(question, call.Policy.Cache, call.Policy.Fresh, MakeAsync, cancellationToken);
            var response = own ?? await GiveAsync(JsonElement.Parse(kept));
            response.CacheAs(question);
            return response;
        }
        catch (NotKeptException e) when (mine || e.Answer is not null)
        {
            // Those who asked the same at once share what was bought, though nobody after them does.
            return own ?? await GiveAsync(e.Answer!.ToJson());
        }
        catch (Exception e) when (!mine && e is NotKeptException or NoModelException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Whoever asked the same first got nothing, could not pay, or went away.
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        async Task<string> MakeAsync(CancellationToken token)
        {
            mine = true;
            own = await base.GetResponseAsync(messages, options, token);
            var kept = own.Kept();
            // Neither the agent's own draft, nor what a cheaper tier answered because the best one failed or was too dear at the moment.
            return kept is not null && kept.Tier == catalogue.For(call.Tier)[0].TierFor(call.Tier) ? kept.ToJson().GetRawText() : throw new NotKeptException(kept);
        }

        Task<ChatResponse> GiveAsync(JsonElement kept) => KeptAnswer.GiveAsync(kept, call, ServedFrom.Cache, settlements);
    }

    /// <summary>What was answered is for those who wait for it, and for nobody after them.</summary>
    private sealed class NotKeptException(KeptAnswer? answer) : Exception
    {
        public KeptAnswer? Answer => answer;
    }
}
