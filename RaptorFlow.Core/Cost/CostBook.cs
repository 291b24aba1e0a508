using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>Writes what calls cost.</summary>
internal static class CostBook
{
    private const int LongestReason = 2_000;

    private const string Insert = """
        insert into cost_entries (id, workspace_id, user_id, campaign_id, run_id, task_id, agent_code, kind, model, provider, asked_tier, tier, served_from, saved_micros, reason,
                                  input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_micros, estimated, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, coalesce($22::timestamptz, now()))
        """;

    // Written once, and then alone does the call count. What is recorded is written before the budgets are locked, which others wait for.
    private const string Settlement = $"""
        with booked as ({Insert} on conflict (id) do nothing returning id),
        kept as ({RecordedAnswers.Insert} returning task_id)
        select settle_hold(b.id, $2, $25, $4, $5, $20) from (select booked.id from booked cross join (select count(*) from kept) k offset 0) b
        """;

    private const string Note = $"with booked as ({Insert} returning id) {RecordedAnswers.Insert}";

    /// <summary>Books a call and frees its hold.</summary>
    /// <returns>The hold's id once the batch is sent; nothing when it was settled before.</returns>
    public static IReadOnlyList<Guid> Settle(StatementBatch batch, Hold hold, CostEntry entry, RecordedAnswer? answer, DateTimeOffset? at) =>
        batch.Query<Guid>(Settlement, [.. Values(hold.Id, hold.Scope, entry, at), answer?.Key, answer?.Answer.GetRawText(), hold.Month]);

    /// <summary>Books a call that held nothing.</summary>
    public static void Write(StatementBatch batch, CostScope scope, CostEntry entry, RecordedAnswer? answer, DateTimeOffset? at) =>
        batch.Execute(Note, [.. Values(Guid.CreateVersion7(), scope, entry, at), answer?.Key, answer?.Answer.GetRawText()]);

    private static object?[] Values(Guid id, CostScope scope, CostEntry entry, DateTimeOffset? at) =>
    [
        id, scope.WorkspaceId, scope.UserId, scope.CampaignId, scope.RunId, scope.TaskId, scope.AgentCode,
        Name(entry.Kind), entry.Model, entry.Provider, Name(entry.AskedTier), Name(entry.Tier), Name(entry.ServedFrom), entry.SavedMicros,
        entry.Reason is { } reason ? StorableText.Of(reason, LongestReason) : null,
        entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.ReasoningTokens, entry.CostMicros, entry.Estimated, at,
    ];

    public static string? Name<T>(T? value) => value?.ToString()?.ToLowerInvariant();
}
