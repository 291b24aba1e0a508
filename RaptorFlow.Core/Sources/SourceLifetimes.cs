using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>How long an answer may be given again. What is news ages faster than what is measured by the month.</summary>
internal static class SourceLifetimes
{
    // The strictest vendor's terms (Semrush) let its answers be kept for a month.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static (string Kind, TimeSpan Lifetime) Of<TItem>(SourceQuestion<TItem> question, CacheOptions options)
        where TItem : SourceItem
    {
        var kind = question is DomainQuestion or RankingQuestion ? CacheKind.CompetitorProfiles : CacheKind.MarketData;
        var lifetime = options.LifetimeOf(new CacheRule { Kind = kind });
        var most = question switch
        {
            DesignQuestion => TimeSpan.Zero,
            FeedQuestion => TimeSpan.FromMinutes(15),
            MentionQuestion or TrendQuestion { Topics.Count: 0 } => TimeSpan.FromHours(1),
            ArticleQuestion => TimeSpan.FromHours(6),
            PageQuestion => TimeSpan.FromDays(1),
            _ => Longest,
        };
        return (CacheKinds.Of(kind), lifetime < most ? lifetime : most);
    }
}
