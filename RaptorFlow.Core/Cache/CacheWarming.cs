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
public sealed partial class CacheWarming(Database database, AgentRegistry registry, RunStart start, IBudgetLedger ledger, IOptions<WarmingOptions> options, IOptions<CacheOptions> caching, ILogger<CacheWarming> logger)
{
    /// <summary>What the runs it begins have as their request's id.</summary>
    public const string RequestId = "cache-warming";

    private const long LockKey = 0x5261_7074_6F72_0004;
    private const int Batch = 20;

    // One of each workspace in a round: no workspace stands before the others, and what one begun costs is known before the next.
    private const string Due = """
        select * from (
            select distinct on (workspace_id) workspace_id, agent_code, capability, input_hash, input, campaign_id, user_id, greatest(made_at, tried_at) as since
            from warm_questions
            where kind = any(@Kinds) and used_at > now() - lifetime and greatest(made_at, tried_at) <= now() - @Rest
              and (made_at < now() - lifetime * 0.9 or versions <> cache_versions(workspace_id, tags))
            order by workspace_id, greatest(made_at, tried_at)
        ) of_each order by since limit @Batch
        """;

    private const string Tried = """
        update warm_questions set tried_at = now()
        where workspace_id = @WorkspaceId and agent_code = @AgentCode and capability = @Capability and input_hash = @InputHash
        """;

    /// <returns>How many runs were begun; −1 when another host is at it.</returns>
    public async Task<int> WarmAsync(CancellationToken cancellationToken)
    {
        var kinds = options.Value.Wanted.Where(kind => caching.Value.Lifetimes.Any(l => l.Kind == kind && l.Lifetime > TimeSpan.Zero)).ToArray();
        await using var sweep = await database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return -1;
        var begun = 0;
        foreach (var question in await sweep.QueryAsync<Question>(Due, new { Kinds = kinds, options.Value.Rest, Batch }, cancellationToken))
        {
            if (await TryAsync(question, cancellationToken))
                begun++;
        }
        return begun;
    }

    private async Task<bool> TryAsync(Question question, CancellationToken cancellationToken)
    {
        try
        {
            if (await CanPayAsync(question, cancellationToken) && await BeginAsync(question, cancellationToken))
                return true;
            await using var scope = await database.BeginAsync(question.WorkspaceId, cancellationToken);
            await scope.ExecuteAsync(Tried, question, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The others have their turn all the same.
            LogFailed(e, question.AgentCode);
        }
        return false;
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
        var (run, _) = await start.AgentAsync(agent, question.Capability, order, (scope, _) => scope.ExecuteAsync(Tried, question, cancellationToken), cancellationToken);
        if (run is not null)
            LogBegun(question.AgentCode, run.RunId);
        return run is not null;
    }

    [LoggerMessage(LogLevel.Warning, "An answer of {Agent} could not be made again")]
    private partial void LogFailed(Exception exception, string agent);

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
