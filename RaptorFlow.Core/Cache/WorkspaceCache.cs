using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using StackExchange.Redis;

namespace RaptorFlow.Core.Cache;

/// <summary>What is looked for.</summary>
/// <param name="WorkspaceId">Whose it is; nobody else's is ever found.</param>
/// <param name="Kind">What kind of thing, one of <see cref="CacheKinds"/>.</param>
/// <param name="Question">All that shapes it.</param>
/// <param name="Tags">What it depends on besides its kind; see <see cref="CacheTags"/>.</param>
internal sealed record CacheQuestion(Guid WorkspaceId, string Kind, string Question, IReadOnlyList<string> Tags);

/// <summary>
/// What a workspace was given before, in memory and in Redis. Those who ask for the same at once share one answer. Without Redis every process
/// has its own memory, and the answers are the same.
/// </summary>
internal sealed partial class WorkspaceCache(HybridCache cache, Database database, CacheLookups lookups, IOptions<CacheOptions> options, ILogger<WorkspaceCache> logger)
{
    /// <param name="question">What is looked for.</param>
    /// <param name="lifetime">How long it may be given again.</param>
    /// <param name="fresh">Takes nothing that is there, and replaces it.</param>
    /// <param name="make">Makes it; what throws keeps nothing.</param>
    /// <param name="cancellationToken">Ends the wait, and the making if it is this caller's.</param>
    public async Task<string> GetAsync(CacheQuestion question, TimeSpan lifetime, bool fresh, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(question, cancellationToken);
        var entry = options.Value.Entry(lifetime);
        if (fresh)
        {
            Count(question, new() { Fresh = 1 });
            var made = await make(cancellationToken);
            await cache.SetAsync(key, made, entry, cancellationToken: cancellationToken);
            return made;
        }
        var mine = false;
        // With a token of its own the library leaves the caller's context, and traces would lose their parent.
        var found = await cache.GetOrCreateAsync(key, async _ =>
        {
            mine = true;
            return await make(cancellationToken);
        }, entry, cancellationToken: CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        Count(question, mine ? new() { Misses = 1 } : new() { Hits = 1 });
        return found;
    }

    /// <summary>Forgets one answer. While Redis is away, only this process does.</summary>
    public async Task ForgetAsync(CacheQuestion question, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(question, cancellationToken);
        try
        {
            await cache.RemoveAsync(key, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            StillInRedis(logger, question.Kind, e.Message);
        }
    }

    private async Task<string> KeyAsync(CacheQuestion question, CancellationToken cancellationToken)
    {
        var versions = await CacheTags.VersionsAsync(database, question.WorkspaceId, question.Kind, question.Tags, cancellationToken);
        return CacheKey.Of(question.WorkspaceId, question.Kind, versions, question.Question);
    }

    private void Count(CacheQuestion question, LookupCounts counts) => lookups.Add(question.WorkspaceId, question.Kind, counts);

    [LoggerMessage(LogLevel.Warning, "What was to be forgotten of {Kind} may still be in Redis, which is away: {Reason}")]
    private static partial void StillInRedis(ILogger logger, string kind, string reason);
}
