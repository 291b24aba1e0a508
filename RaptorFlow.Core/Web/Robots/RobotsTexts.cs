using System.Text;
using Microsoft.Extensions.Caching.Memory;

namespace RaptorFlow.Core.Web.Robots;

/// <summary>The robots.txt of hosts, kept for a day and within bounds.</summary>
internal sealed class RobotsTexts(WebExchange exchange, TimeProvider time) : IDisposable
{
    /// <summary>By which sites call this program.</summary>
    public const string Token = "RaptorFlow";

    private const int MaximumBytes = 500 * 1024;
    private const int CacheBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan KeptWhenAway = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });

    /// <returns>The rules; null when they cannot be known now, and so nothing may be fetched.</returns>
    /// <exception cref="WebFetchException">The host itself is not there or not to be reached.</exception>
    public async Task<RobotsRules?> ForAsync(Uri address, CancellationToken cancellationToken)
    {
        var origin = WebAddress.Origin(address);
        if (_cache.TryGetValue(origin, out Known? known) && known!.Until > time.GetUtcNow())
            return known.Rules;
        var rules = await FetchAsync(new Uri($"{origin}/robots.txt"), cancellationToken);
        var kept = rules is null ? KeptWhenAway : Kept;
        _cache.Set(origin, new Known(rules, time.GetUtcNow() + kept), new MemoryCacheEntryOptions { Size = (origin.Length * 2) + (rules?.Size ?? 64), AbsoluteExpirationRelativeToNow = kept });
        return rules;
    }

    public void Dispose() => _cache.Dispose();

    private async Task<RobotsRules?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= WebFetcher.MaximumRedirects; hop++)
        {
            try
            {
                var step = await exchange.SendAsync(address, new(address) { MaximumBytes = MaximumBytes }, truncate: true, cancellationToken);
                if (step.Answer is { } answer)
                    return RobotsRules.Parse(Encoding.UTF8.GetString(answer.Body.Span), Token);
                if (!step.IsRedirect)
                    return step.Status >= 500 ? null : RobotsRules.Everything;
                address = WebFetcher.Next(address, step);
            }
            catch (WebFetchException e) when (hop > 0 || e.Reason is WebRefusal.InvalidAnswer)
            {
                return null;
            }
        }
        return RobotsRules.Everything; // As if there were none, says the standard.
    }

    private sealed record Known(RobotsRules? Rules, DateTimeOffset Until);
}
