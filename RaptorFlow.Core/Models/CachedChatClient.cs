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
        ChatResponse? own = null;
        try
        {
            var kept = await cache.GetAsync(question, call.Policy.Cache, call.Policy.Fresh, MakeAsync, cancellationToken);
            var response = own ?? await KeptAnswer.GiveAsync(JsonElement.Parse(kept), call, ServedFrom.Cache, settlements);
            response.CacheAs(question);
            return response;
        }
        catch (NotKeptException) when (own is not null)
        {
            return own;
        }
        catch (Exception e) when (own is null && e is NotKeptException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Whoever asked the same first got nothing that is worth keeping, or went away.
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        async Task<string> MakeAsync(CancellationToken token)
        {
            own = await base.GetResponseAsync(messages, options, token);
            // Neither the agent's own draft, nor what a cheaper tier answered because the best one failed or was too dear at the moment.
            return own.Kept() is { } kept && kept.Tier == catalogue.For(call.Tier)[0].TierFor(call.Tier) ? kept.ToJson().GetRawText() : throw new NotKeptException();
        }
    }

    private sealed class NotKeptException : Exception;
}
