using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Keeps held tasks alive, sweeps for what others left behind, tasks and held money, prunes what is old, warms what is wanted and fetches documents' pages anew.</summary>
internal sealed partial class Upkeep(
    TaskLedger ledger, Sweeper sweeper, IBudgetLedger budgets, Retention pruning, CacheWarming warming, WarmQuestions warm, DocumentRefresh documents, RunningTasks running, Lanes lanes, IRaptorBus bus,
    IOptions<AgentHostOptions> options, IOptions<RetentionOptions> retention, IOptions<WarmingOptions> warmth, IOptions<MemoryOptions> memory, TimeProvider time, ILogger<Upkeep> logger)
    : BackgroundService
{
    // What a host popped and could not claim, and what the bus lost, is pushed again after this.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync(options.Value.Heartbeat, BeatAsync, stoppingToken),
        EveryAsync(options.Value.Watch, WatchAsync, stoppingToken),
        warmth.Value.Enabled ? EveryAsync(warmth.Value.Every, token => warming.WarmAsync(token), stoppingToken) : Task.CompletedTask,
        memory.Value.RefreshEvery > TimeSpan.Zero ? EveryAsync(memory.Value.RefreshRound, token => documents.RefreshDueAsync(token), stoppingToken) : Task.CompletedTask,
        EveryAsync(retention.Value.Every, PruneAsync, stoppingToken),
        EveryAsync(options.Value.Sweep, token => sweeper.SweepAsync(Forgotten, token), stoppingToken),
        EveryAsync(options.Value.Sweep, ReapAsync, stoppingToken),
        EveryAsync(options.Value.Rescue, RescueAsync, stoppingToken));

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        await pruning.PruneAsync(cancellationToken);
        await warm.ForgetAsync(cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var held = running.Claims;
        if (held.Count > 0)
            running.StopTasks(await ledger.ExtendAsync(held, options.Value.Lease, cancellationToken));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var held = running.Claims;
        if (held.Count > 0)
            running.StopTasks(await ledger.FindLostAsync(held, cancellationToken));
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        foreach (var workspace in await budgets.FindExpiredAsync(cancellationToken))
            await budgets.ReapExpiredAsync(workspace, cancellationToken);
    }

    // A card's limit may have gone, with a restart of every host, while tasks waited in the agent's own lane.
    private async Task RescueAsync(CancellationToken cancellationToken)
    {
        var open = lanes.Open;
        if (open.Count > 0)
            await bus.PushAsync(await ledger.FindStrandedAsync([.. open.Select(l => l.Guild).Distinct()], [.. open.Select(l => l.Name)], cancellationToken), cancellationToken);
    }

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> action, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await action(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                LedgerAway(logger, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // A bug in one round must not end the rounds: they are what repairs.
                RoundFailed(logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of upkeep failed.")]
    private static partial void RoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger is away; trying again: {Reason}")]
    private static partial void LedgerAway(ILogger logger, string reason);
}
