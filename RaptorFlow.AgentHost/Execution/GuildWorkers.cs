using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>
/// One loop per lane: wait for work, take as much as there are free slots for, claim it, run it. A task that ends goes on with what it
/// freed, claimed in the same transaction, as long as nobody else queues for the slot.
/// </summary>
internal sealed partial class GuildWorkers(
    HostedGuilds hosted, Lanes lanes, IRaptorBus bus, TaskLedger ledger, TaskRunner runner, RunningTasks running, IOptions<AgentHostOptions> options, ILogger<GuildWorkers> logger)
    : BackgroundService
{
    // Claimed in one statement; more would only make its transaction longer.
    private const int MostAtOnce = 100;

    private static readonly (IReadOnlyList<TaskClaim> Claims, LedgerChange Change) Nothing = ([], LedgerChange.None);

    private readonly CancellationTokenSource _abandon = new();
    private readonly ConcurrentDictionary<Task, bool> _work = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await hosted.LoadedAsync(stoppingToken);
        await using var cancels = await bus.OnCancelAsync(running.StopRun, stoppingToken);
        var serving = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = hosted.Changed;
            serving.AddRange(lanes.Update(hosted.Cards).Select(l => ServeAsync(l, stoppingToken)));
            await changed.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(serving);
        await Task.WhenAll(_work.Keys);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // No new claims from here on; what runs may end within the grace, the rest is handed back.
        _abandon.CancelAfter(options.Value.Grace);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    private async Task ServeAsync(Lane lane, CancellationToken stoppingToken)
    {
        await using var stopping = stoppingToken.Register(lane.Wake);
        await using var waking = await bus.OnWorkAsync(lane.Name, lane.Wake, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await lane.WaitAsync(options.Value.Poll);
            var slots = stoppingToken.IsCancellationRequested ? 0 : lane.Take(MostAtOnce);
            if (slots == 0)
                continue;
            var (claims, change) = await TakeAsync(lane, slots, stoppingToken);
            foreach (var claim in claims)
                Start(claim, lane, stoppingToken);
            lanes.Release(lane, slots - claims.Count);
            // After the work has begun and is kept alive: a bus that is slow or away must not cost its leases.
            await bus.AnnounceAsync(change, CancellationToken.None);
        }
    }

    private void Start(TaskClaim claim, Lane lane, CancellationToken stoppingToken)
    {
        // Known as held from here on, so that the next heartbeat extends its lease.
        runner.Hold(claim);
        var work = Task.Run(() => RunAsync(claim, lane, stoppingToken), CancellationToken.None);
        _work.TryAdd(work, true);
        _ = work.ContinueWith(done => _work.TryRemove(done, out _), TaskScheduler.Default);
    }

    // Holds one slot of the lane from the beginning to the end.
    private async Task RunAsync(TaskClaim first, Lane lane, CancellationToken stoppingToken)
    {
        var telling = Task.CompletedTask;
        try
        {
            for (var claim = first; claim is not null;)
            {
                var reserved = new Dictionary<string, int>(StringComparer.Ordinal);
                var change = await runner.RunAsync(claim, Continue, _abandon.Token);
                telling = Task.WhenAll(telling, bus.AnnounceAsync(change, CancellationToken.None));
                claim = GoOn(change.Claims, reserved, lane, stoppingToken);

                Continuation? Continue(TaskClaim ending)
                {
                    if (stoppingToken.IsCancellationRequested || ending.NextLanes.Length == 0)
                        return null;
                    reserved = lanes.Reserve(ending.NextLanes, lane);
                    return new(hosted.Host, options.Value.Lease, reserved);
                }
            }
        }
        finally
        {
            lanes.Release(lane, 1);
            lane.Wake();
        }
        await telling;
    }

    /// <returns>What goes on in the slot of the task that ended; the others have begun in slots of their own.</returns>
    private TaskClaim? GoOn(IReadOnlyList<TaskClaim> claims, Dictionary<string, int> reserved, Lane own, CancellationToken stoppingToken)
    {
        var next = claims.FirstOrDefault(c => c.Lane == own.Name);
        if (next is not null)
            runner.Hold(next);
        // Counted with the others, and given back by whoever holds it last.
        if (reserved.TryGetValue(own.Name, out var ours))
            reserved[own.Name] = ours - 1;
        foreach (var claim in claims.Where(c => c != next))
        {
            reserved[claim.Lane]--;
            Start(claim, lanes[claim.Lane], stoppingToken);
        }
        foreach (var (name, unused) in reserved)
            lanes.Release(lanes[name], unused);
        return next;
    }

    private async Task<(IReadOnlyList<TaskClaim> Claims, LedgerChange Change)> TakeAsync(Lane lane, int most, CancellationToken stoppingToken)
    {
        try
        {
            var due = await bus.PopAsync(lane.Name, most, stoppingToken) ?? await ledger.FindDueAsync([lane.Name], most, stoppingToken);
            lane.Contended = due.Count == most;
            return due.Count == 0 ? Nothing : await ledger.ClaimAsync(due, hosted.Host, options.Value.Lease, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return Nothing;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LedgerAway(logger, lane.Name, e.Message);
            return Nothing;
        }
        catch (Exception e)
        {
            // A bug here must not end the lane's loop; what was popped is pushed again by the sweeper.
            ClaimFailed(logger, lane.Name, e);
            return Nothing;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Claiming work of {Lane} failed.")]
    private static partial void ClaimFailed(ILogger logger, string lane, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No work of {Lane} can be claimed now: {Reason}")]
    private static partial void LedgerAway(ILogger logger, string lane, string reason);
}
