using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Npgsql;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cache;

/// <summary>Much that is looked for at once.</summary>
/// <param name="WorkspaceId">Whose it is; nobody else's is ever found.</param>
/// <param name="Kind">What kind of thing, one of <see cref="CacheKinds"/>.</param>
/// <param name="Common">What shapes all of it.</param>
/// <param name="Questions">What shapes each besides; none twice.</param>
internal sealed record CacheBatch(Guid WorkspaceId, string Kind, string Common, IReadOnlyCollection<string> Questions);

/// <summary>
/// The workspaces' cache for many questions at once: each is looked up by itself, and what is missing is made in one go, by one of those who miss
/// it at the same time. A cache that is away has nothing and keeps nothing; it fails nobody.
/// </summary>
internal sealed partial class WorkspaceBatchCache(HybridCache cache, Database database, CacheLookups lookups, ILogger<WorkspaceBatchCache> logger)
{
    // What somebody in this process looks up or makes at this moment, by key; told null when they gave up.
    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]?>> _claims = new(StringComparer.Ordinal);

    /// <param name="batch">What is looked for.</param>
    /// <param name="lifetime">How long it may be given again.</param>
    /// <param name="make">Makes what is missing, in the order it is asked in; what throws keeps nothing.</param>
    /// <param name="cancellationToken">Ends the wait, and the making if it is this caller's.</param>
    /// <returns>What was found or made, by question.</returns>
    public async Task<IReadOnlyDictionary<string, byte[]>> GetAsync(
        CacheBatch batch, TimeSpan lifetime, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<byte[]>>> make, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (await VersionsAsync(batch, cancellationToken) is not { } versions)
        {
            Take(found, [.. batch.Questions], await make([.. batch.Questions], cancellationToken));
            return found;
        }
        // In Redis alone: what is looked up by thousands would fill the process's memory.
        var entry = new HybridCacheEntryOptions { Expiration = lifetime, Flags = HybridCacheEntryFlags.DisableLocalCache };
        var made = 0;
        while (found.Count < batch.Questions.Count)
        {
            var (mine, others) = Claim(batch, versions, found);
            try
            {
                await LookUpAsync(mine, entry, found, cancellationToken);
                List<Claimed> missing = [.. mine.Where(c => !found.ContainsKey(c.Question))];
                if (missing.Count > 0)
                {
                    List<string> questions = [.. missing.Select(c => c.Question)];
                    Take(found, questions, await make(questions, cancellationToken));
                    made += missing.Count;
                    await Task.WhenAll(missing.Select(c => cache.SetAsync(c.Key, found[c.Question], entry, cancellationToken: cancellationToken).AsTask()));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // It would fail them as well, one after the other.
                foreach (var claim in mine.Where(c => !found.ContainsKey(c.Question)))
                    Fail(claim, e);
                throw;
            }
            finally
            {
                foreach (var claim in mine)
                    Release(claim, found.GetValueOrDefault(claim.Question));
            }
            // Who is told nothing, because the maker gave up, asks again, and may then claim it.
            foreach (var other in others)
            {
                if (await other.Told.Task.WaitAsync(cancellationToken) is { } theirs)
                    found[other.Question] = theirs;
            }
        }
        lookups.Add(batch.WorkspaceId, batch.Kind, new() { Hits = found.Count - made, Misses = made });
        return found;
    }

    private (List<Claimed> Mine, List<Claimed> Others) Claim(CacheBatch batch, string versions, Dictionary<string, byte[]> found)
    {
        var (mine, others) = (new List<Claimed>(), new List<Claimed>());
        foreach (var question in batch.Questions.Where(q => !found.ContainsKey(q)))
        {
            var key = CacheKey.Of(batch.WorkspaceId, batch.Kind, versions, $"{batch.Common}\n{question}");
            var own = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _claims.GetOrAdd(key, own);
            (first == own ? mine : others).Add(new(question, key, first));
        }
        return (mine, others);
    }

    private async Task LookUpAsync(List<Claimed> claims, HybridCacheEntryOptions entry, Dictionary<string, byte[]> found, CancellationToken cancellationToken)
    {
        var only = new HybridCacheEntryOptions { Expiration = entry.Expiration, Flags = HybridCacheEntryFlags.DisableLocalCache | HybridCacheEntryFlags.DisableUnderlyingData };
        var kept = await Task.WhenAll(claims.Select(c => cache.GetOrCreateAsync(c.Key, _ => ValueTask.FromResult<byte[]?>(null), only, cancellationToken: CancellationToken.None).AsTask())).WaitAsync(cancellationToken);
        for (var i = 0; i < claims.Count; i++)
        {
            if (kept[i] is not { } bytes)
                continue;
            found[claims[i].Question] = bytes;
            // Nobody need wait for what is made beside it.
            Release(claims[i], bytes);
        }
    }

    private static void Fail(Claimed claim, Exception exception)
    {
        claim.Told.TrySetException(exception);
        // Nobody may be waiting for it.
        _ = claim.Told.Task.Exception;
    }

    private void Release(Claimed claim, byte[]? bytes)
    {
        _claims.TryRemove(KeyValuePair.Create(claim.Key, claim.Told));
        claim.Told.TrySetResult(bytes);
    }

    private async Task<string?> VersionsAsync(CacheBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await CacheTags.VersionsAsync(database, batch.WorkspaceId, batch.Kind, [], cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            VersionsAway(logger, batch.Kind, e.Message);
            return null;
        }
    }

    private static void Take(Dictionary<string, byte[]> found, List<string> questions, IReadOnlyList<byte[]> made)
    {
        if (made.Count != questions.Count)
            throw new InvalidOperationException($"{questions.Count} were asked for, and {made.Count} were made.");
        for (var i = 0; i < questions.Count; i++)
            found[questions[i]] = made[i];
    }

    private sealed record Claimed(string Question, string Key, TaskCompletionSource<byte[]?> Told);

    [LoggerMessage(LogLevel.Warning, "Nothing of {Kind} can be looked up or kept, as Postgres is away: {Reason}")]
    private static partial void VersionsAway(ILogger logger, string kind, string reason);
}
