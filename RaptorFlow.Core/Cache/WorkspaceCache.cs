using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cache;

/// <summary>What is looked for.</summary>
/// <param name="WorkspaceId">Whose it is; nobody else's is ever found.</param>
/// <param name="Kind">What kind of thing, for the figures: <c>answers</c>.</param>
/// <param name="Question">All that shapes it.</param>
/// <param name="Tags">What it depends on; see <see cref="CacheTags"/>.</param>
internal sealed record CacheQuestion(Guid WorkspaceId, string Kind, string Question, IReadOnlyList<string> Tags);

/// <summary>
/// What a workspace was given before, in memory and in Redis. Those who ask for the same at once share one answer. Without Redis every process
/// has its own memory, and the answers are the same.
/// </summary>
internal sealed class WorkspaceCache(HybridCache cache, Database database, IOptions<CacheOptions> options)
{
    public const string MeterName = "RaptorFlow.Cache";

    private static readonly Counter<long> Lookups = new Meter(MeterName).CreateCounter<long>("raptorflow.cache.lookups", "{lookup}", "Lookups by kind, and whether something was found: hit, miss or fresh.");

    /// <param name="question">What is looked for.</param>
    /// <param name="lifetime">How long it may be given again.</param>
    /// <param name="fresh">Takes nothing that is there, and replaces it.</param>
    /// <param name="make">Makes it; what throws keeps nothing.</param>
    /// <param name="cancellationToken">Ends the wait, and the making if it is this caller's.</param>
    public async Task<string> GetAsync(CacheQuestion question, TimeSpan lifetime, bool fresh, Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(question, cancellationToken);
        var entry = new HybridCacheEntryOptions { Expiration = lifetime, LocalCacheExpiration = lifetime < options.Value.Local ? lifetime : options.Value.Local };
        if (fresh)
        {
            Count(question, "fresh");
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
        Count(question, mine ? "miss" : "hit");
        return found;
    }

    public async Task ForgetAsync(CacheQuestion question, CancellationToken cancellationToken) => await cache.RemoveAsync(await KeyAsync(question, cancellationToken), cancellationToken);

    private async Task<string> KeyAsync(CacheQuestion question, CancellationToken cancellationToken)
    {
        var versions = await CacheTags.VersionsAsync(database, question.WorkspaceId, question.Tags, cancellationToken);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{question.WorkspaceId}\n{versions}\n{question.Question}"));
        return $"raptorflow:{question.Kind}:{question.WorkspaceId:N}:{Convert.ToHexStringLower(hash)}";
    }

    private static void Count(CacheQuestion question, string result) => Lookups.Add(1, new TagList { { "raptorflow.cache.kind", question.Kind }, { "raptorflow.cache.result", result } });
}
