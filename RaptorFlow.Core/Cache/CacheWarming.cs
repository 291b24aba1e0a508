using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Core.Cache;

/// <summary>
/// Has answers made again, each by a run of its own, that would soon be missed: those that somebody used within their lifetime, and that
/// are nearly over or rest on what has changed since.
/// </summary>
public sealed partial class CacheWarming(Database database, AgentRegistry registry, RunStart start, IBudgetLedger ledger, IOptions<WarmingOptions> options, ILogger<CacheWarming> logger)
{
    /// <summary>What the runs it begins have as their request's id.</summary>
    public const string RequestId = "cache-warming";

    private const long LockKey = 0x5261_7074_6F72_0004;
    private const int Batch = 20;

    private const string Due = """
        select workspace_id, agent_code, capability, input_hash, input, campaign_id, user_id
        from warm_questions
        where used_at > now() - lifetime and made_at <= now() - @Rest
          and (made_at < now() - lifetime * 0.9 or versions <> cache_versions(workspace_id, tags))
        order by made_at limit @Batch
        """;

    // In the run's own transaction: whatever becomes of it, it is not begun again at once.
    private const string Begun = """
        update warm_questions set made_at = now(), versions = cache_versions(workspace_id, tags)
        where workspace_id = @WorkspaceId and agent_code = @AgentCode and capability = @Capability and input_hash = @InputHash
        """;

    private const string Cold = "select distinct workspace_id from warm_questions where used_at < now() - lifetime";
    private const string Forget = "delete from warm_questions where used_at < now() - lifetime";

    /// <returns>How many runs were begun; −1 when another host is at it.</returns>
    public async Task<int> WarmAsync(CancellationToken cancellationToken)
    {
        await using var sweep = await database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        await ForgetAsync(await sweep.QueryAsync<Guid>(Cold, null, cancellationToken), cancellationToken);
        var begun = 0;
        foreach (var question in await sweep.QueryAsync<Question>(Due, new { options.Value.Rest, Batch }, cancellationToken))
        {
            if (await CanPayAsync(question, cancellationToken) && await BeginAsync(question, cancellationToken))
                begun++;
        }
        return begun;
    }

    private async Task ForgetAsync(IReadOnlyList<Guid> workspaces, CancellationToken cancellationToken)
    {
        if (workspaces.Count == 0)
            return;
        await using var scope = await database.BeginAsync(workspaces, cancellationToken);
        await scope.ExecuteAsync(Forget, null, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    private async Task<bool> CanPayAsync(Question question, CancellationToken cancellationToken)
    {
        var scope = new CostScope { WorkspaceId = question.WorkspaceId, CampaignId = question.CampaignId, RunId = Guid.Empty, TaskId = Guid.Empty, AgentCode = question.AgentCode };
        return (await ledger.LeftAsync(scope, cancellationToken)).All(budget => budget.LeftMicros > 0 && budget.Percent >= options.Value.LeastLeftPercent);
    }

    private async Task<bool> BeginAsync(Question question, CancellationToken cancellationToken)
    {
        var agent = (await registry.AgentsAsync(cancellationToken)).FirstOrDefault(a => a.Code == question.AgentCode && a.Available && a.Capabilities.Any(c => c.Name == question.Capability));
        if (agent is null)
            return false;
        var order = new RunStart.Order
        {
            WorkspaceId = question.WorkspaceId,
            UserId = question.UserId,
            CampaignId = question.CampaignId,
            RequestId = RequestId,
            Input = question.Input,
            Priority = RunPriority.Low,
            BudgetMicros = Money.FromUsd(options.Value.MostUsd),
            Fresh = true,
        };
        var (run, _) = await start.AgentAsync(agent, question.Capability, order, (scope, _) => scope.ExecuteAsync(Begun, question, cancellationToken), cancellationToken);
        if (run is not null)
            LogBegun(question.AgentCode, run.RunId);
        return run is not null;
    }

    [LoggerMessage(LogLevel.Information, "An answer of {Agent} is made again before it is missed, by run {Run}")]
    private partial void LogBegun(string agent, Guid run);

    private sealed record Question
    {
        public Guid WorkspaceId { get; init; }
        public string AgentCode { get; init; } = "";
        public string Capability { get; init; } = "";
        public byte[] InputHash { get; init; } = [];
        public JsonElement Input { get; init; }
        public Guid? CampaignId { get; init; }
        public Guid? UserId { get; init; }
    }
}
