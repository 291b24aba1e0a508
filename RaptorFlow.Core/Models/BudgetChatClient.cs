using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Holds what the dearest model that is affordable can cost at most, and settles what the answer did cost.</summary>
internal sealed partial class BudgetChatClient(IChatClient inner, Catalogue catalogue, IBudgetLedger ledger, Settlements settlements, Thrift thrift, ILogger<BudgetChatClient> logger) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = options.Call();
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        List<string> notes = [];
        var remaining = await CandidatesAsync(call, notes, cancellationToken);
        HashSet<string> cutOnce = new(StringComparer.Ordinal);
        while (true)
        {
            var (hold, candidates, refusal) = await HoldAsync(call.Scope, remaining, prompt, options!, cancellationToken);
            if (refusal is not null && !notes.Contains(refusal))
                notes.Add(refusal);
            try
            {
                var response = await base.GetResponseAsync(prompt, options.With(call with { Candidates = candidates }), cancellationToken);
                response.Notes().InsertRange(0, notes);
                await CloseAsync(hold, call, prompt, response);
                return response;
            }
            catch (AnswerCutException cut)
            {
                await SettleAsync(hold!, call, prompt, cut.Partial, kept: false);
                if (cut.InnerException is OperationCanceledException gone)
                    ExceptionDispatchInfo.Throw(gone);
                notes.AddRange(cut.Partial.Notes());
                call.Listener?.Restart(cut.Message);
                remaining = After(remaining, cut.Partial.ModelId!, again: cutOnce.Add(cut.Partial.ModelId!));
            }
            catch (Exception e)
            {
                await ReleaseAsync(hold);
                if (e is not NoModelException)
                    throw;
                await NoteAsync(call, OfflineChatClient.None, [.. notes, e.Message]);
                throw notes.Count == 0 ? e : new NoModelException($"{string.Join(' ', notes)} {e.Message}", e);
            }
        }
    }

    /// <summary>Those of the asked tier, or of a cheaper one where little money is left.</summary>
    private async Task<IReadOnlyList<Model>> CandidatesAsync(ModelCall call, List<string> notes, CancellationToken cancellationToken)
    {
        var asked = catalogue.For(call.Tier);
        if (thrift.Below(call.Tier) <= 0 || asked.Count == 0)
            return asked;
        var (tier, scarce) = thrift.Afford(call.Tier, await ledger.LeftAsync(call.Scope, cancellationToken));
        if (scarce is null)
            return asked;
        var cheaper = catalogue.For(tier);
        // What is free is never over budget.
        IReadOnlyList<Model> kept = [.. asked.Where(model => model.Prices.Most(1, 1) == 0 || cheaper.Contains(model))];
        if (kept.Count == 0 || kept.Count == asked.Count)
            return asked;
        notes.Add($"Only {scarce} is left: the {TierNames.Of(tier)} tier is asked instead of the {TierNames.Of(call.Tier)} tier.");
        return kept;
    }

    // A line may break; twice with one model is that model's fault.
    private static IReadOnlyList<Model> After(IReadOnlyList<Model> models, string id, bool again) =>
        [.. models.SkipWhile(model => model.Id != id).Skip(again ? 0 : 1)];

    /// <summary>Gives the dearest models up one by one until a hold for the rest fits.</summary>
    private async Task<(Hold? Hold, IReadOnlyList<Model> Candidates, string? Refusal)> HoldAsync(
        CostScope scope, IReadOnlyList<Model> candidates, IReadOnlyList<ChatMessage> prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        var inputTokens = candidates.Count == 0 ? 0 : TokenEstimate.UpperBound(prompt, options);
        string? refusal = null;
        while (candidates.Count > 0)
        {
            var dearest = candidates.Max(model => model.Bound(inputTokens, options.MaxOutputTokens));
            var result = await ledger.HoldAsync(scope, dearest, cancellationToken);
            if (result.Hold is { } hold)
                return (hold, candidates, refusal);
            var affordable = candidates.Where(model => model.Bound(inputTokens, options.MaxOutputTokens) < dearest).ToList();
            refusal = $"Over budget for {string.Join(", ", candidates.Except(affordable).Select(model => model.Id))}: {result.Refusal}.";
            LogRefusal(scope.AgentCode, scope.TaskId, refusal);
            candidates = affordable;
        }
        return (null, candidates, refusal);
    }

    private async Task CloseAsync(Hold? hold, ModelCall call, IReadOnlyList<ChatMessage> prompt, ChatResponse response)
    {
        if (hold is not null && !response.IsDraft())
        {
            await SettleAsync(hold, call, prompt, response, kept: true);
            return;
        }
        await ReleaseAsync(hold);
        await NoteAsync(call, OfflineChatClient.ModelId, response.Notes());
    }

    // Not the caller's cancellation: the money is spent, whoever stopped listening.
    private async Task SettleAsync(Hold hold, ModelCall call, IReadOnlyList<ChatMessage> prompt, ChatResponse response, bool kept)
    {
        var model = catalogue.Models.First(model => response.ModelId == model.Id);
        var (usage, estimated) = AnswerUsage.Of(prompt, response, cut: !kept);
        if (estimated)
            response.Notes().Add($"{model.Provider} gave no usage; tokens and cost of {model.Id} are estimated.");
        var cost = model.Cost(usage);
        (usage.AdditionalCounts ??= [])[CallContext.CostCount] = cost;
        var answer = KeptAnswer.Of(response, model, call.Tier);
        // An answer that was cut off, by the line or by its own bound, is not worth having again.
        if (kept && response.FinishReason != ChatFinishReason.Length)
            response.Keep(answer);
        await settlements.SettleAsync(hold, new()
        {
            Model = model.Id,
            Provider = model.Provider,
            AskedTier = call.Tier,
            Tier = model.TierFor(call.Tier),
            InputTokens = usage.InputTokenCount!.Value,
            CachedInputTokens = Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, usage.InputTokenCount.Value),
            OutputTokens = usage.OutputTokenCount!.Value,
            ReasoningTokens = usage.ReasoningTokenCount ?? 0,
            CostMicros = cost,
            Estimated = estimated,
            Reason = Reason(response.Notes()),
        }, kept && call.Key is { } key ? new(key, answer.ToJson()) : null);
    }

    // Where no model is configured there is nothing to tell.
    private async Task NoteAsync(ModelCall call, string answeredBy, IReadOnlyList<string> notes)
    {
        if (catalogue.For(call.Tier).Count > 0)
            await settlements.NoteAsync(call.Scope, KeptAnswer.Free(call, answeredBy, answeredBy, ServedFrom.Draft) with { Reason = Reason(notes) });
    }

    private static string? Reason(IReadOnlyList<string> notes) => notes.Count == 0 ? null : string.Join(' ', notes);

    // Whatever kept it from being released, it expires; the call's own outcome matters more.
    private async Task ReleaseAsync(Hold? hold)
    {
        try
        {
            if (hold is not null)
                await ledger.ReleaseAsync(hold, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogUnreleased(e, hold!.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Hold {Hold} was not released and stands until it expires")]
    private partial void LogUnreleased(Exception exception, Guid hold);

    [LoggerMessage(LogLevel.Information, "{Agent}, task {TaskId}: {Refusal}")]
    private partial void LogRefusal(string agent, Guid taskId, string refusal);
}
