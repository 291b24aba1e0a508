using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>One loop per guild: wait for work, take as much as there are free slots for, claim it, run it.</summary>
internal sealed partial class GuildWorkers(
    HostedGuilds hosted, IRaptorBus bus, TaskLedger ledger, TaskRunner runner, RunningTasks running, IOptions<AgentHostOptions> options, ILogger<GuildWorkers> logger)
    : BackgroundService
{
    private static readonly (IReadOnlyList<TaskClaim> Claims, LedgerChange Change) Nothing = ([], LedgerChange.None);

    private readonly CancellationTokenSource _abandon = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var guilds = (await hosted.LoadedAsync(stoppingToken)).Where(g => g.State == GuildState.Ready);
        await using var cancels = await bus.OnCancelAsync(running.StopRun, stoppingToken);
        await Task.WhenAll(guilds.Select(g => ServeAsync(g.Name, stoppingToken)));
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

    private async Task ServeAsync(string guild, CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(options.Value.ConcurrencyPerGuild);
        using var woken = new SemaphoreSlim(1);
        void Wake()
        {
            if (woken.CurrentCount == 0)
                woken.Release();
        }

        var work = new HashSet<Task>();
        await using var stopping = stoppingToken.Register(Wake);
        await using (await bus.OnWorkAsync(guild, Wake, stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await woken.WaitAsync(options.Value.Poll, CancellationToken.None);
                work.RemoveWhere(t => t.IsCompleted);
                var (claims, change) = await TakeAsync(guild, slots.CurrentCount, stoppingToken);
                foreach (var claim in claims)
                {
                    await slots.WaitAsync(CancellationToken.None);
                    work.Add(RunAsync(claim, slots, Wake));
                }
                // After the work has begun and is kept alive: a bus that is slow or away must not cost its leases.
                await bus.AnnounceAsync(change, CancellationToken.None);
            }
        }
        await Task.WhenAll(work);
    }

    private async Task RunAsync(TaskClaim claim, SemaphoreSlim slots, Action wake)
    {
        // Leaves the loop's thread at once: the next claim does not wait for this task's first await.
        await Task.Yield();
        try
        {
            await runner.RunAsync(claim, _abandon.Token);
        }
        finally
        {
            slots.Release();
            wake();
        }
    }

    private async Task<(IReadOnlyList<TaskClaim> Claims, LedgerChange Change)> TakeAsync(string guild, int free, CancellationToken stoppingToken)
    {
        if (free == 0 || stoppingToken.IsCancellationRequested)
            return Nothing;
        try
        {
            var due = await bus.PopAsync(guild, free, stoppingToken);
            return due.Count == 0 ? Nothing : await ledger.ClaimAsync(due, hosted.Host, options.Value.Lease, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LedgerAway(logger, guild, e.Message);
            return Nothing;
        }
        catch (Exception e)
        {
            // A bug here must not end the guild's loop; what was popped is pushed again by the sweeper.
            ClaimFailed(logger, guild, e);
            return Nothing;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Claiming work for guild {Guild} failed.")]
    private static partial void ClaimFailed(ILogger logger, string guild, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No work for guild {Guild} can be claimed now: {Reason}")]
    private static partial void LedgerAway(ILogger logger, string guild, string reason);
}
