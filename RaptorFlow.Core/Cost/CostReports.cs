using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>What costs can be summed by.</summary>
public enum CostKey
{
    Agent,
    Model,
    Campaign,
    User,
    Day,
    Run,
    Tier,
    Source,
}

/// <summary>Reads what was booked: sums by a key, and the entries themselves. One workspace's only.</summary>
public sealed class CostReports
{
    private const string Sums = """
        count(*) filter (where served_from = 'provider') as provider, count(*) filter (where served_from = 'cache') as cache,
        count(*) filter (where served_from = 'record') as record, count(*) filter (where served_from = 'draft') as draft,
        coalesce(sum(input_tokens), 0)::bigint as input_tokens, coalesce(sum(cached_input_tokens), 0)::bigint as cached_input_tokens,
        coalesce(sum(output_tokens), 0)::bigint as output_tokens, coalesce(sum(reasoning_tokens), 0)::bigint as reasoning_tokens,
        coalesce(sum(cost_micros), 0)::bigint as cost_micros, coalesce(sum(saved_micros), 0)::bigint as saved_micros, count(*) filter (where estimated) as estimated_calls
        """;

    private const string Entries = """
        select id, at, kind, agent_code as agent, model, provider, asked_tier, tier, served_from, reason, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens,
               cost_micros, saved_micros, estimated, run_id, task_id, campaign_id, user_id
        from cost_entries
        where (@Run::uuid is null or run_id = @Run) and (@Campaign::uuid is null or campaign_id = @Campaign) and (@Agent::text is null or agent_code = @Agent)
          and (@Id::uuid is null or (at, id) < (@At, @Id))
        order by at desc, id desc limit @Limit
        """;

    private readonly Database _database;
    private readonly CostClock _clock;

    internal CostReports(Database database, CostClock clock)
    {
        _database = database;
        _clock = clock;
    }

    /// <summary>Today by the database's clock, in UTC.</summary>
    public async Task<DateOnly> TodayAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return DateOnly.FromDateTime((await _clock.NowAsync(scope, cancellationToken)).UtcDateTime);
    }

    /// <summary>The sums, dearest first; days in their order. By model, only calls of models; by tier, only those that asked for one; by source, only calls of sources.</summary>
    public async Task<CostReport> SumAsync(Guid workspaceId, CostKey key, CostPeriod period, int limit, CancellationToken cancellationToken)
    {
        var (column, name, kind) = Parts(key);
        var booked = $"from cost_entries e where at >= @Begin and at < @End{kind}";
        var parameters = new { period.Begin, period.End, Limit = limit };
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var rows = await scope.QueryAsync<CostSums>($"""
            with sums as (select {column} as key, {Sums} {booked} group by 1)
            select {name} as name, sums.* from sums order by {(key == CostKey.Day ? "key" : "cost_micros desc, provider + cache + record + draft desc, key")} limit @Limit
            """, parameters, cancellationToken);
        var total = await scope.FirstAsync<CostSums>($"select count(distinct coalesce({column}, '')) as keys, {Sums} {booked}", parameters, cancellationToken);
        return new() { By = key, From = period.From, To = period.To, Items = [.. rows.Select(r => r.Row())], Keys = (int)total!.Keys, Total = total.Row() };
    }

    /// <summary>Calls, newest first.</summary>
    public async Task<IReadOnlyList<BookedCall>> EntriesAsync(Guid workspaceId, CostFilter filter, TimeCursor? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<BookedCall>(Entries,
            new { Run = filter.RunId, Campaign = filter.CampaignId, filter.Agent, before?.Id, At = before?.At ?? default, Limit = limit }, cancellationToken);
    }

    // Whose name was changed or who left is told by the key alone.
    private static (string Column, string Name, string Kind) Parts(CostKey key) => key switch
    {
        CostKey.Agent => ("agent_code", "null", ""),
        CostKey.Model => ("model", "null", " and kind = 'model'"),
        CostKey.Campaign => ("campaign_id::text", "(select name from campaigns where id = sums.key::uuid)", ""),
        CostKey.User => ("user_id::text", "(select u.email from users u join workspace_members m on m.user_id = u.id where u.id = sums.key::uuid)", ""),
        CostKey.Day => ("to_char(at at time zone 'UTC', 'YYYY-MM-DD')", "null", ""),
        CostKey.Run => ("run_id::text", "(select workflow from runs where id = sums.key::uuid)", ""),
        CostKey.Tier => ("tier", "null", " and kind = 'model' and asked_tier is not null"),
        CostKey.Source => ("provider || '/' || model", "null", " and kind = 'source'"),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };
}

/// <summary>Which entries are wanted; null for any.</summary>
public sealed record CostFilter(Guid? RunId, Guid? CampaignId, string? Agent);
