using System.Collections.Concurrent;
using Npgsql;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Cost.LedgerUnderTest;

namespace RaptorFlow.Core.Tests.Cost;

/// <summary>
/// A thousand calls of several processes on a month's, a campaign's and a run's budget at once, each with a fate drawn from a seed, while the
/// month changes, holds are reaped and connections are cut.
/// </summary>
public sealed class BudgetPressureTests(EmbeddedStack stack)
{
    private const long Usd = Money.MicrosPerUsd;
    private const int Processes = 4;
    private const int Waves = 5;
    private const int CallsInAWave = 200;

    // The clock goes on between waves: a call that settles a wave later is in time, one that does so at the end is late.
    private static readonly TimeSpan BetweenWaves = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task AThousandCalls_WhateverBecomesOfThem_KeepEveryLimitAndEveryBook(int seed, bool connectionsAreCut)
    {
        await using var test = await StartAsync(stack);
        test.Time.SetUtcNow(new(2026, 11, 30, 23, 35, 0, TimeSpan.Zero));
        await using var pressure = await Pressure.BeginAsync(test, new Random(seed), connectionsAreCut);
        var sampling = pressure.SampleAsync();
        var cutting = connectionsAreCut ? pressure.CutAsync() : Task.CompletedTask;

        for (var wave = 0; wave < Waves; wave++)
        {
            var due = pressure.TakeDue();
            await Task.WhenAll([.. due.Select(call => call()), .. Enumerable.Range(0, CallsInAWave).Select(_ => pressure.CallAsync())]);
            test.Time.Advance(BetweenWaves);
        }
        await Task.WhenAll(pressure.TakeDue().Select(call => call()));
        pressure.Stop();
        await Task.WhenAll(sampling, cutting);

        Assert.Equal("2026-12", BudgetScopes.Month(test.Time.GetUtcNow()));
        var inTime = await pressure.BudgetsAsync();
        Assert.All(inTime, budget => Assert.InRange(budget.SpentMicros + budget.HeldMicros, 0, budget.LimitMicros));
        Assert.All(inTime, budget => Assert.True(budget.SpentMicros > budget.LimitMicros / 4, $"{budget} was under no pressure."));

        test.Time.Advance(TimeSpan.FromHours(1));
        await test.Ledger.ReapExpiredAsync(pressure.Workspace, Cancel);
        Assert.Equal(0, await test.CountAsync(pressure.Workspace, "budget_holds"));
        Assert.All(await pressure.BudgetsAsync(), budget => Assert.Equal(0, budget.HeldMicros));

        await pressure.SettleLateAsync();
        await pressure.CheckBooksAsync();
    }

    private sealed class Pressure(LedgerUnderTest test, Random random, bool connectionsAreCut) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<Func<Task>> _due = new();
        private readonly ConcurrentQueue<(Hold Hold, long Cost)> _late = new();
        private readonly ConcurrentDictionary<Guid, (Hold Hold, long Cost)> _settled = new();
        private readonly CancellationTokenSource _over = new();
        private readonly List<NpgsqlDataSource> _sources = [];
        private readonly List<IBudgetLedger> _ledgers = [];
        private readonly Guid _campaign = Guid.CreateVersion7();
        private readonly Guid _run = Guid.CreateVersion7();
        private readonly Lock _gate = new();

        public Guid Workspace { get; } = Guid.CreateVersion7();

        public static async Task<Pressure> BeginAsync(LedgerUnderTest test, Random random, bool connectionsAreCut)
        {
            var pressure = new Pressure(test, random, connectionsAreCut);
            for (var i = 0; i < Processes; i++)
            {
                var source = NpgsqlDataSource.Create(test.AppConnectionString + $";Maximum Pool Size=8;Timeout=300;Command Timeout=300;Application Name=process {i}");
                pressure._sources.Add(source);
                pressure._ledgers.Add(test.LedgerOver(source));
            }
            await test.Budgets.SetLimitAsync(pressure.Workspace, BudgetScope.WorkspaceMonth, "2026-11", 12 * Usd, Cancel);
            await test.Budgets.SetLimitAsync(pressure.Workspace, BudgetScope.Campaign, pressure._campaign.ToString(), 15 * Usd, Cancel);
            await test.Budgets.SetLimitAsync(pressure.Workspace, BudgetScope.Run, pressure._run.ToString(), 8 * Usd, Cancel);
            return pressure;
        }

        public IReadOnlyList<Func<Task>> TakeDue()
        {
            var due = _due.ToArray();
            _due.Clear();
            return due;
        }

        public async Task CallAsync()
        {
            IBudgetLedger ledger;
            CostScope scope;
            long amount, cost;
            int fate;
            lock (_gate)
            {
                ledger = _ledgers[random.Next(Processes)];
                scope = Scope(Workspace, random.Next(5) > 0 ? _campaign : null, random.Next(2) > 0 ? _run : null);
                amount = random.Next(20_000, 120_000);
                cost = random.Next(3) == 0 ? amount : random.NextInt64(1, amount);
                fate = random.Next(20);
            }
            Hold? placed = null;
            // A connection cut under it: whether it was placed is not known, and if it was, it dies.
            await TryAsync(async () => placed = (await ledger.HoldAsync(scope, amount, Cancel)).Hold);
            if (placed is not { } hold)
                return;
            switch (fate)
            {
                case 0 or 1:
                    break; // The holder dies.
                case 2 or 3 or 4:
                    await TryAsync(() => ledger.ReleaseAsync(hold, Cancel));
                    break;
                case 5 or 6:
                    _due.Enqueue(() => SettleAsync(ledger, hold, cost)); // By the next wave, perhaps another month.
                    break;
                case 7:
                    _late.Enqueue((hold, cost));
                    break;
                case 8 or 9:
                    await Task.WhenAll(SettleAsync(ledger, hold, cost), SettleAsync(_ledgers[0], hold, cost));
                    break;
                default:
                    await SettleAsync(ledger, hold, cost);
                    break;
            }
        }

        public async Task SettleLateAsync() => await Task.WhenAll(_late.Select(late => SettleAsync(_ledgers[1], late.Hold, late.Cost)));

        /// <summary>While calls go on: nothing is ever held or spent above a limit, and what expired is reaped.</summary>
        public async Task SampleAsync()
        {
            while (!_over.IsCancellationRequested)
            {
                Assert.All(await BudgetsAsync(), budget => Assert.InRange(budget.SpentMicros + budget.HeldMicros, 0, budget.LimitMicros));
                await TryAsync(() => _ledgers[^1].ReapExpiredAsync(Workspace, Cancel));
            }
        }

        /// <summary>Cuts connections of the processes under their calls, wherever these are.</summary>
        public async Task CutAsync()
        {
            await using var killer = NpgsqlDataSource.Create(test.AppConnectionString + ";Application Name=killer");
            while (!_over.IsCancellationRequested)
            {
                await using var cut = killer.CreateCommand(
                    "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where datname = current_database() and application_name like 'process%' order by random() limit 2) v, pg_sleep(0.2)");
                await cut.ExecuteNonQueryAsync(Cancel);
            }
        }

        public void Stop() => _over.Cancel();

        public async Task<IReadOnlyList<Budget>> BudgetsAsync() => [.. (await test.Budgets.ListAsync(Workspace, Cancel)).Where(budget => budget.SpentMicros + budget.HeldMicros > 0)];

        public async Task CheckBooksAsync()
        {
            Assert.Equal(_settled.Count, await test.CountAsync(Workspace, "cost_entries"));
            await using var source = NpgsqlDataSource.Create(test.AppConnectionString);
            await using var scope = await new Database(source).BeginAsync(Workspace, Cancel);
            var booked = (await scope.QueryAsync<(Guid Id, long Cost)>("select id, cost_micros from cost_entries", null, Cancel)).ToDictionary(e => e.Id, e => e.Cost);
            Assert.All(_settled.Values, call => Assert.Equal(call.Cost, booked[call.Hold.Id]));
            foreach (var budget in await test.Budgets.ListAsync(Workspace, Cancel))
                Assert.Equal(_settled.Values.Where(call => CountsAgainst(call.Hold, budget)).Sum(call => call.Cost), budget.SpentMicros);
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            _over.Dispose();
            foreach (var source in _sources)
                await source.DisposeAsync();
        }

        private static bool CountsAgainst(Hold hold, Budget budget) => budget.Scope switch
        {
            BudgetScope.WorkspaceMonth => hold.Month == budget.ScopeId,
            BudgetScope.Campaign => hold.Scope.CampaignId?.ToString() == budget.ScopeId,
            _ => hold.Scope.RunId.ToString() == budget.ScopeId,
        };

        // What an answer cost is spent: a ledger that is away is asked until it takes it, as Settlements does.
        private async Task SettleAsync(IBudgetLedger ledger, Hold hold, long cost)
        {
            _settled[hold.Id] = (hold, cost);
            while (!await TryAsync(() => ledger.SettleAsync(hold, Entry(cost), null, Cancel)))
            {
                // Asked again.
            }
        }

        // Nothing but a cut connection is an excuse, least of all two calls that wait for each other.
        private async Task<bool> TryAsync(Func<Task> act)
        {
            try
            {
                await act();
                return true;
            }
            catch (NpgsqlException e) when (connectionsAreCut && e is not PostgresException { SqlState: not PostgresErrorCodes.AdminShutdown })
            {
                return false;
            }
        }
    }
}
