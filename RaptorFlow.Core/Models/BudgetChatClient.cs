using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Holds what the dearest model that is affordable can cost at most, and settles what the answer did cost.</summary>
internal sealed partial class BudgetChatClient(IChatClient inner, Catalogue catalogue, IBudgetLedger ledger, ILogger<BudgetChatClient> logger) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var scope = options.Required<CostScope>(CallContext.ScopeKey);
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        var (hold, candidates, refusal) = await HoldAsync(scope, prompt, options!, cancellationToken);
        var affordable = options!.Clone();
        affordable.AdditionalProperties![CallContext.CandidatesKey] = candidates;
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(prompt, affordable, cancellationToken);
        }
        catch (Exception e)
        {
            if (hold is not null)
                await ledger.ReleaseAsync(hold, CancellationToken.None);
            if (e is NoModelException && refusal is not null)
                throw new NoModelException($"{refusal} {e.Message}", e);
            throw;
        }
        if (refusal is not null)
            response.Notes().Insert(0, refusal);
        if (hold is not null)
            await CloseAsync(hold, prompt, response);
        Trace(scope, response);
        return response;
    }

    /// <summary>Gives the dearest models up one by one until a hold for the rest fits.</summary>
    private async Task<(Hold? Hold, IReadOnlyList<Model> Candidates, string? Refusal)> HoldAsync(
        CostScope scope, IReadOnlyList<ChatMessage> prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        var candidates = catalogue.For(options.Required<ModelTier>(CallContext.TierKey)).ToList();
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

    // Not the caller's cancellation: the money is spent, whoever stopped listening.
    private async Task CloseAsync(Hold hold, IReadOnlyList<ChatMessage> prompt, ChatResponse response)
    {
        var model = catalogue.Models.FirstOrDefault(model => response.ModelId == model.Id);
        if (model is null)
        {
            await ledger.ReleaseAsync(hold, CancellationToken.None);
            return;
        }
        var estimated = response.Usage?.InputTokenCount is null || response.Usage.OutputTokenCount is null;
        var usage = response.Usage ??= new();
        usage.InputTokenCount ??= TokenEstimate.Likely(prompt);
        usage.OutputTokenCount ??= TokenEstimate.Likely(response.Messages);
        if (estimated)
            response.Notes().Add($"{model.Provider} gave no usage; tokens and cost of {model.Id} are estimated.");
        var cost = model.Cost(usage);
        (usage.AdditionalCounts ??= [])[CallContext.CostCount] = cost;
        await ledger.SettleAsync(hold, new()
        {
            Model = model.Id,
            Provider = model.Provider,
            InputTokens = usage.InputTokenCount.Value,
            CachedInputTokens = Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, usage.InputTokenCount.Value),
            OutputTokens = usage.OutputTokenCount.Value,
            ReasoningTokens = usage.ReasoningTokenCount ?? 0,
            CostMicros = cost,
            Estimated = estimated,
        }, CancellationToken.None);
    }

    private static void Trace(CostScope scope, ChatResponse response)
    {
        if (Activity.Current is not { } activity || activity.Source.Name != ModelPipeline.TelemetrySource)
            return;
        activity.SetTag("gen_ai.provider.name", response.Provider());
        activity.SetTag("raptorflow.agent", scope.AgentCode);
        activity.SetTag("raptorflow.task_id", scope.TaskId);
        activity.SetTag("raptorflow.cost_micros", response.Usage?.AdditionalCounts?.GetValueOrDefault(CallContext.CostCount) ?? 0);
    }

    [LoggerMessage(LogLevel.Information, "{Agent}, task {TaskId}: {Refusal}")]
    private partial void LogRefusal(string agent, Guid taskId, string refusal);
}
