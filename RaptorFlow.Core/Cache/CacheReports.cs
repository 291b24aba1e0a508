using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cache;

/// <summary>How often what was looked for was there.</summary>
public sealed record CacheFigures
{
    /// <summary>agent_responses, market_data, competitor_profiles, personas, campaign_results, preferences or embeddings.</summary>
    public required string Kind { get; init; }

    /// <summary>How long it is kept, in seconds; 0 for not at all. Cards may say otherwise for their agents' answers.</summary>
    public required long LifetimeSeconds { get; init; }

    /// <summary>Lookups that found something.</summary>
    public required long Hits { get; init; }

    /// <summary>Lookups that found nothing.</summary>
    public required long Misses { get; init; }

    /// <summary>Times when nothing that is there was to be taken.</summary>
    public required long Fresh { get; init; }

    /// <summary>Hits among hits and misses, 0 to 1; absent when nothing was looked up.</summary>
    public decimal? HitRate => Hits + Misses == 0 ? null : Math.Round((decimal)Hits / (Hits + Misses), 4);
}

/// <summary>What a workspace's cache was good for.</summary>
public sealed record CacheReport
{
    /// <summary>The first day, UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day, UTC, which counts.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Every kind, whether or not anything was looked up.</summary>
    public required IReadOnlyList<CacheFigures> Items { get; init; }

    /// <summary>What answers of all kinds that came from the cache cost when they were bought, in micro-dollars (1 USD = 1,000,000).</summary>
    public required long SavedMicros { get; init; }
}

/// <summary>Reads what was looked up. One workspace's only.</summary>
public sealed class CacheReports(Database database, IOptions<CacheOptions> options)
{
    private const string Counts = """
        select kind, sum(hits)::bigint as hits, sum(misses)::bigint as misses, sum(fresh)::bigint as fresh
        from cache_lookups where workspace_id = @WorkspaceId and day between @From and @To group by kind
        """;

    private const string Saved = """
        select coalesce(sum(saved_micros), 0)::bigint from cost_entries
        where workspace_id = @WorkspaceId and at >= @Begin and at < @End and served_from = 'cache'
        """;

    public async Task<CacheReport> ReadAsync(Guid workspaceId, CostPeriod period, CancellationToken cancellationToken)
    {
        var parameters = new { WorkspaceId = workspaceId, period.From, period.To, period.Begin, period.End };
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var counts = (await scope.QueryAsync<(string Kind, long Hits, long Misses, long Fresh)>(Counts, parameters, cancellationToken)).ToDictionary(c => c.Kind);
        return new()
        {
            From = period.From,
            To = period.To,
            Items = [.. options.Value.Lifetimes.Select(of => Figures(of.Kind, of.Lifetime, counts.GetValueOrDefault(of.Kind)))],
            SavedMicros = await scope.FirstAsync<long>(Saved, parameters, cancellationToken),
        };
    }

    private static CacheFigures Figures(string kind, TimeSpan lifetime, (string, long Hits, long Misses, long Fresh) counts) =>
        new() { Kind = kind, LifetimeSeconds = (long)lifetime.TotalSeconds, Hits = counts.Hits, Misses = counts.Misses, Fresh = counts.Fresh };
}
