using RaptorFlow.Core.Cost;

namespace RaptorFlow.Bench.Models;

/// <summary>What the pipeline adds to a model's call, beside the provider's client alone and beside what a library brings; and what an answer costs that is given again.</summary>
internal static class ModelsBench
{
    private const int ManyWorkspaces = 50;
    private const int ModelMs = 1_000;
    private const int PacedCalls = 6;

    private static readonly int[] Widths = [1, 50, 200];

    /// <param name="postgres">An empty database, as its owner.</param>
    /// <param name="redis">HOST:PORT.</param>
    /// <param name="calls">Of each caller, with 50 and 200 at once, in each round.</param>
    /// <param name="rounds">How often all is measured, in turns.</param>
    public static async Task<object> RunAsync(string postgres, string redis, int calls, int rounds)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await using var vendor = await Server.StartAsync(typeof(Vendor).Assembly.Location, new Dictionary<string, string>(), "vendor");
        await using var host = await ModelHost.StartAsync(installation, Vendor.Address(vendor.Address, 0));
        await using var slow = await ModelHost.StartAsync(installation, Vendor.Address(vendor.Address, ModelMs));
        await using var other = await ModelHost.StartAsync(installation, Vendor.Address(vendor.Address, 0));
        var server = Processors.ParentOf(await installation.BackendAsync());
        var bench = new Rounds(host, other, () => Processors.Used(server, vendor.ProcessId));
        var (one, many) = (await host.OpenAsync(1, 200), await host.OpenAsync(ManyWorkspaces, 4));
        Caller[] busy =
        [
            Caller.Plain(Vendor.Address(vendor.Address, 0)), Caller.Library(Vendor.Address(vendor.Address, 0), host.Services),
            Caller.Through("gateway, one workspace", host, one), Caller.Through($"gateway, {ManyWorkspaces} workspaces", host, many),
        ];
        Caller[] paced =
        [
            Caller.Plain(Vendor.Address(vendor.Address, ModelMs)), Caller.Through("gateway, one workspace", slow, one), Caller.Through($"gateway, {ManyWorkspaces} workspaces", slow, many),
        ];
        await bench.WarmAsync([.. busy, .. paced]);
        var figures = new List<Measured>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var width in Widths)
                figures.AddRange(await bench.BusyAsync(Turn(busy, round), width, width == 1 ? calls / 8 : calls));
            foreach (var width in Widths[1..])
                figures.AddRange(await bench.PacedAsync(Turn(paced, round), ModelMs, width, PacedCalls));
            foreach (var width in Widths[..2])
                figures.AddRange(await bench.AgainAsync(width, width == 1 ? calls / 8 : calls));
            await Console.Error.WriteLineAsync($"round {round + 1} of {rounds}");
        }
        return new { rounds, calls, figures };
    }

    // So that none is always measured after the same other.
    private static IEnumerable<Caller> Turn(Caller[] callers, int round) => round % 2 == 0 ? callers : callers.Reverse();

    /// <summary>Numbers questions, so that none is asked twice but where it is meant to be.</summary>
    private sealed class Rounds(ModelHost host, ModelHost other, Func<Processors> used)
    {
        private const int WarmUp = 1_000;

        private int _questions;

        public async Task WarmAsync(Caller[] callers)
        {
            foreach (var caller in callers)
                await Figures.AtOnceAsync(50, WarmUp, _ => caller.AskAsync(Interlocked.Increment(ref _questions)));
            await AgainAsync(50, WarmUp);
        }

        public async Task<IReadOnlyList<Measured>> BusyAsync(IEnumerable<Caller> callers, int width, int calls)
        {
            var figures = new List<Measured>();
            foreach (var caller in callers)
                figures.Add(await Measured.BusyAsync(caller.Name, width, calls, used, _ => caller.AskAsync(Interlocked.Increment(ref _questions))));
            return figures;
        }

        public async Task<IReadOnlyList<Measured>> PacedAsync(IEnumerable<Caller> callers, int modelMs, int width, int callsEach)
        {
            var figures = new List<Measured>();
            foreach (var caller in callers)
                figures.Add(await Measured.PacedAsync(caller.Name, modelMs, width, callsEach, used, _ => caller.AskAsync(Interlocked.Increment(ref _questions))));
            return figures;
        }

        /// <summary>Questions that were asked before: by another task, on this host and on another, and by the same task.</summary>
        public async Task<IReadOnlyList<Measured>> AgainAsync(int width, int calls)
        {
            var tasks = await host.OpenAsync(1, 3);
            var first = Interlocked.Add(ref _questions, calls) - calls + 1;
            await Figures.AtOnceAsync(50, calls, i => Caller.AskGatewayAsync(host, tasks[0], first + i));
            return
            [
                await MeasureAsync("cache, in memory", host, tasks[1]),
                await MeasureAsync("cache, in Redis", other, tasks[2]),
                await MeasureAsync("record", host, tasks[1]),
            ];

            Task<Measured> MeasureAsync(string who, ModelHost asked, CostScope task) =>
                Measured.BusyAsync(who, width, calls, used, i => Caller.AskGatewayAsync(asked, task, first + i));
        }
    }
}
