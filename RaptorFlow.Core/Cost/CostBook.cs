using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>Writes what calls cost.</summary>
internal static class CostBook
{
    private const int LongestReason = 2_000;

    private const string Insert = """
        insert into cost_entries (id, workspace_id, user_id, campaign_id, run_id, task_id, agent_code, kind, model, provider, asked_tier, tier, served_from, saved_micros, reason,
                                  input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_micros, estimated, at)
        values (@Id, @WorkspaceId, @UserId, @CampaignId, @RunId, @TaskId, @AgentCode, @Kind, @Model, @Provider, @AskedTier, @Tier, @ServedFrom, @SavedMicros, @Reason,
                @InputTokens, @CachedInputTokens, @OutputTokens, @ReasoningTokens, @CostMicros, @Estimated, @At)
        on conflict (id) do nothing
        """;

    /// <returns>0 when it is booked already.</returns>
    public static Task<int> WriteAsync(Scope transaction, Guid id, CostScope scope, CostEntry entry, DateTimeOffset at, CancellationToken cancellationToken) =>
        transaction.Connection.ExecuteAsync(new CommandDefinition(Insert, new
        {
            Id = id,
            scope.WorkspaceId, scope.UserId, scope.CampaignId, scope.RunId, scope.TaskId, scope.AgentCode,
            Kind = Name(entry.Kind), entry.Model, entry.Provider, AskedTier = Name(entry.AskedTier), Tier = Name(entry.Tier), ServedFrom = Name(entry.ServedFrom), entry.SavedMicros, Reason = entry.Reason is { } reason ? StorableText.Of(reason, LongestReason) : null,
            entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.ReasoningTokens, entry.CostMicros, entry.Estimated, At = at,
        }, cancellationToken: cancellationToken));

    public static string? Name<T>(T? value) => value?.ToString()?.ToLowerInvariant();
}
