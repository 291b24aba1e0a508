using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cache;

/// <summary>Writes what was looked up, every few seconds and when the process stops. What cannot be written is kept, and tried again.</summary>
internal sealed partial class CacheLookupWriter(CacheLookups lookups, Database database, TimeProvider time, ILogger<CacheLookupWriter> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private const int MostAtOnce = 500;

    // In one order, so that processes that write at once wait for each other and nothing worse.
    private const string Add = """
        insert into cache_lookups (workspace_id, day, kind, hits, misses, fresh)
        select workspace_id, (now() at time zone 'UTC')::date, kind, hits, misses, fresh
        from unnest(@Workspaces, @Kinds, @Hits, @Misses, @Fresh) as counted (workspace_id, kind, hits, misses, fresh)
        order by workspace_id, kind
        on conflict (workspace_id, day, kind) do update
        set hits = cache_lookups.hits + excluded.hits, misses = cache_lookups.misses + excluded.misses, fresh = cache_lookups.fresh + excluded.fresh
        """;

    /// <summary>Writes what there is.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UnwrittenLookups> taken;
        do
        {
            taken = lookups.Take(MostAtOnce);
            try
            {
                if (taken.Count > 0)
                    await WriteAsync(taken, cancellationToken);
            }
            catch
            {
                lookups.PutBack(taken);
                throw;
            }
        }
        while (taken.Count == MostAtOnce);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryWriteAsync();
        }
        finally
        {
            await TryWriteAsync();
        }
    }

    private async Task TryWriteAsync()
    {
        try
        {
            // A write that has begun ends, lest nobody know whether it counted.
            await WriteAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            NotWritten(logger, e);
        }
    }

    private async Task WriteAsync(IReadOnlyList<UnwrittenLookups> counted, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync([.. counted.Select(c => c.WorkspaceId).Distinct()], cancellationToken);
        await scope.ExecuteAsync(Add, new
        {
            Workspaces = counted.Select(c => c.WorkspaceId).ToArray(),
            Kinds = counted.Select(c => c.Kind).ToArray(),
            Hits = counted.Select(c => c.Counts.Hits).ToArray(),
            Misses = counted.Select(c => c.Counts.Misses).ToArray(),
            Fresh = counted.Select(c => c.Counts.Fresh).ToArray(),
        }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Lookups in the cache could not be counted in the database; they are kept and tried again while the process lives.")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
