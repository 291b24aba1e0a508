using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>Holds what the dearest model that is affordable can cost at most, and settles what the answer did cost.</summary>
internal sealed partial class BudgetChatClient(IChatClient inner, Catalogue catalogue, IBudgetLedger ledger, TimeProvider time, ILogger<BudgetChatClient> logger) : DelegatingChatClient(inner)
{
    private ResiliencePipeline Settling { get; } = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new()
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>().Handle<TimeoutException>(),
            MaxRetryAttempts = 4,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            UseJitter = true,
        })
        .Build();

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
            await ReleaseAsync(hold);
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
            await ReleaseAsync(hold);
            return;
        }
        var (usage, estimated) = Usage(prompt, response);
        if (estimated)
            response.Notes().Add($"{model.Provider} gave no usage; tokens and cost of {model.Id} are estimated.");
        var cost = model.Cost(usage);
        (usage.AdditionalCounts ??= [])[CallContext.CostCount] = cost;
        await SettleAsync(hold, new()
        {
            Model = model.Id,
            Provider = model.Provider,
            InputTokens = usage.InputTokenCount!.Value,
            CachedInputTokens = Math.Clamp(usage.CachedInputTokenCount ?? 0, 0, usage.InputTokenCount.Value),
            OutputTokens = usage.OutputTokenCount!.Value,
            ReasoningTokens = usage.ReasoningTokenCount ?? 0,
            CostMicros = cost,
            Estimated = estimated,
        });
    }

    // The answer is paid for: a ledger that is away for a moment costs neither the charge nor the answer.
    private async Task SettleAsync(Hold hold, CostEntry entry)
    {
        try
        {
            await Settling.ExecuteAsync(async _ => await ledger.SettleAsync(hold, entry, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogUnsettled(e, hold.Id, entry);
        }
    }

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

    // No prompt has no tokens, so that 0 is as good as nothing.
    private static (UsageDetails Usage, bool Estimated) Usage(IReadOnlyList<ChatMessage> prompt, ChatResponse response)
    {
        var usage = response.Usage ??= new();
        var (noInput, noOutput) = (usage.InputTokenCount is null or <= 0, usage.OutputTokenCount is null or < 0 || (usage.OutputTokenCount is 0 && response.Text.Length > 0));
        if (noInput)
            usage.InputTokenCount = TokenEstimate.Likely(prompt);
        if (noOutput)
            usage.OutputTokenCount = TokenEstimate.Likely(response.Messages);
        return (usage, noInput || noOutput);
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

    [LoggerMessage(LogLevel.Critical, "Hold {Hold} was not settled; what was spent is missing from the ledger: {Entry}")]
    private partial void LogUnsettled(Exception exception, Guid hold, CostEntry entry);

    [LoggerMessage(LogLevel.Warning, "Hold {Hold} was not released and stands until it expires")]
    private partial void LogUnreleased(Exception exception, Guid hold);

    [LoggerMessage(LogLevel.Information, "{Agent}, task {TaskId}: {Refusal}")]
    private partial void LogRefusal(string agent, Guid taskId, string refusal);
}
