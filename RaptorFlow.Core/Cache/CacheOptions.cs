using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Caching.Hybrid;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cache;

/// <summary>Section <c>Cache</c>: how long what is kept may be given again, by its kind. Zero: none of it is kept.</summary>
public sealed class CacheOptions
{
    public const string Section = "Cache";

    /// <summary>What any lifetime may be at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const string Zero = "00:00:00";
    private const string Most = "366.00:00:00";
    private const string Outside = Section + ":{0} must lie between {1} and {2}.";

    /// <summary>Models' answers of no kind below.</summary>
    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan AgentResponses { get; set; } = TimeSpan.FromHours(24);

    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan MarketData { get; set; } = TimeSpan.FromDays(7);

    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan CompetitorProfiles { get; set; } = TimeSpan.FromDays(7);

    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Personas { get; set; } = TimeSpan.FromDays(30);

    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan CampaignResults { get; set; } = TimeSpan.FromDays(365);

    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Preferences { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Vectors of texts, where a model makes them.</summary>
    [Range(typeof(TimeSpan), Zero, Most, ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Embeddings { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a process trusts its own memory before it looks in Redis again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Local { get; set; } = TimeSpan.FromMinutes(5);

    public TimeSpan LifetimeOf(CacheRule rule) => rule.Lifetime ?? LifetimeOf(rule.Kind);

    /// <summary>Of every kind, in the order of <see cref="CacheKinds.All"/>.</summary>
    internal IEnumerable<(string Kind, TimeSpan Lifetime)> Lifetimes =>
        Enum.GetValues<CacheKind>().Select(k => (CacheKinds.Of(k), LifetimeOf(k))).Append((CacheKinds.Embeddings, Embeddings));

    internal HybridCacheEntryOptions Entry(TimeSpan lifetime) => new() { Expiration = lifetime, LocalCacheExpiration = lifetime < Local ? lifetime : Local };

    private TimeSpan LifetimeOf(CacheKind kind) => kind switch
    {
        CacheKind.AgentResponses => AgentResponses,
        CacheKind.MarketData => MarketData,
        CacheKind.CompetitorProfiles => CompetitorProfiles,
        CacheKind.Personas => Personas,
        CacheKind.CampaignResults => CampaignResults,
        CacheKind.Preferences => Preferences,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
