using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Runs;

/// <summary>How long finished runs are kept; section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>A finished run with its tasks, attempts, approvals and decisions. Runs that an onboarding refers to stay as long as it does.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Runs { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The events of a finished run.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(90);

    /// <summary>That a document of memory is gone. A process or an index that has not heard of it by then reads its workspace anew.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Deletions { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often is pruned.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Runs in one transaction: small enough to hold nobody up.</summary>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 200;
}

/// <summary>Deletes what is older than the policy says, in small batches. Rows that anybody works on are left for the next time.</summary>
public sealed class Retention(Database database, IOptions<RetentionOptions> options)
{
    private const long LockKey = 0x5261_7074_6F72_0003;

    // Ids of version 7 begin with their time: the oldest runs come first without an index of their own.
    private const string OldRuns = """
        select workspace_id, id as run_id from runs r
        where finished_at < now() - @Age and id < @Newest and id > @After and not exists (select from onboardings o where o.run_id = r.id)
        order by id limit @Batch
        """;

    private const string OldEvents = """
        select workspace_id, id as run_id from runs r
        where finished_at < now() - @Age and id < @Newest and id > @After and events_pruned_at is null
        order by id limit @Batch
        """;

    private const string DeleteRuns = """
        with old as (
            select id from runs where id = any(@Ids) and finished_at is not null order by id for update skip locked
        ), events as (
            delete from run_events e using old where e.run_id = old.id
        )
        delete from runs r using old where r.id = old.id
        """;

    private const string DeleteEvents = """
        with old as (
            select id from runs where id = any(@Ids) and finished_at is not null order by id for update skip locked
        ), pruned as (
            update runs r set events_pruned_at = now() from old where r.id = old.id
        )
        delete from run_events e using old where e.run_id = old.id
        """;

    /// <returns>How many runs were deleted, and from how many the events were; −1 when another host is at it.</returns>
    public async Task<(int Runs, int Events)> PruneAsync(CancellationToken cancellationToken)
    {
        await using var sweep = await database.BeginSweepAsync(cancellationToken);
        if (!await sweep.FirstAsync<bool>("select pg_try_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken))
            return (-1, -1);
        await MemoryChanges.PruneAsync(database, sweep, options.Value.Deletions, cancellationToken);
        // The database's clock counts; a day's margin is for the clocks of those that made the ids.
        var tomorrow = await sweep.FirstAsync<DateTimeOffset>("select now()", null, cancellationToken) + TimeSpan.FromDays(1);
        return (await PruneAsync(OldRuns, DeleteRuns, options.Value.Runs, tomorrow, cancellationToken), await PruneAsync(OldEvents, DeleteEvents, options.Value.Events, tomorrow, cancellationToken));
    }

    private async Task<int> PruneAsync(string find, string delete, TimeSpan age, DateTimeOffset tomorrow, CancellationToken cancellationToken)
    {
        var newest = Guid.CreateVersion7(tomorrow - age);
        var (pruned, after) = (0, Guid.Empty);
        while (true)
        {
            var old = await FindAsync(find, age, newest, after, cancellationToken);
            if (old.Count == 0)
                return pruned;
            await using var scope = await database.BeginAsync([.. old.Select(r => r.WorkspaceId).Distinct()], cancellationToken);
            await scope.ExecuteAsync(delete, new { Ids = old.Select(r => r.RunId).ToArray() }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
            pruned += old.Count;
            after = old[^1].RunId;
        }
    }

    private async Task<IReadOnlyList<ChangedRun>> FindAsync(string find, TimeSpan age, Guid newest, Guid after, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginSweepAsync(cancellationToken);
        return await scope.QueryAsync<ChangedRun>(find, new { Age = age, Newest = newest, After = after, options.Value.Batch }, cancellationToken);
    }
}
