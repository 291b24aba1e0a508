using System.Collections.Concurrent;
using System.Diagnostics;

namespace RaptorFlow.Bench;

/// <summary>
/// Runs at a steady rate for minutes, under a policy that prunes what finished seconds ago: whether tables and processes stay as small as they were,
/// and whether pruning holds up those who submit.
/// </summary>
internal static class SoakBench
{
    private const int RunsPerSecond = 40;
    private const string TableSizes = "select sum(pg_total_relation_size(t::regclass))::bigint from unnest('{runs,tasks,task_edges,task_attempts,run_events}'::text[]) t";

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    private static readonly (string Name, string Value)[] Policy = [("Retention__Runs", "00:00:20"), ("Retention__Events", "00:00:10"), ("Retention__Every", "00:00:05")];

    // Five tasks: out, three at once, and together again.
    private static readonly Workflows.WorkflowStep[] Diamond =
        [Installation.Step("a"), Installation.Step("b", "a"), Installation.Step("c", "a"), Installation.Step("d", "a"), Installation.Step("e", "b", "c", "d")];

    public static async Task<object> EndureAsync(string postgres, string redis, int minutes)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        Server[] hosts = [await installation.StartHostAsync(32, Policy), await installation.StartHostAsync(32, Policy)];
        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var waits = new ConcurrentQueue<double>();
        var submitting = SubmitAsync(installation, waits, enough.Token);
        var samples = new List<Sample>();
        var begun = Stopwatch.GetTimestamp();
        while (!enough.IsCancellationRequested)
        {
            await Task.Delay(Between, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            samples.Add(await LookAsync(installation, hosts, waits, begun));
            Console.Error.WriteLine(samples[^1]);
        }
        var submitted = await submitting;
        await installation.FinishAllAsync();
        var half = samples.Count / 2;
        return new
        {
            what = "soak",
            minutes,
            submitted,
            largest_mb_first_half = samples.Take(half).Max(s => s.TablesMb),
            largest_mb_second_half = samples.Skip(half).Max(s => s.TablesMb),
            hosts_mb_first_half = samples.Take(half).Max(s => s.HostsMb),
            hosts_mb_second_half = samples.Skip(half).Max(s => s.HostsMb),
            samples,
        };
    }

    private static async Task<int> SubmitAsync(Installation installation, ConcurrentQueue<double> waits, CancellationToken enough)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / RunsPerSecond));
        var (sent, count) = (new List<Task>(), 0);
        while (!enough.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            sent.RemoveAll(s => s.IsCompletedSuccessfully);
            sent.Add(OneAsync());
            count++;
        }
        await Task.WhenAll(sent);
        return count;

        async Task OneAsync()
        {
            var begun = Stopwatch.GetTimestamp();
            await installation.SubmitAsync(Installation.Answer, Diamond);
            waits.Enqueue(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    private static async Task<Sample> LookAsync(Installation installation, Server[] hosts, ConcurrentQueue<double> waits, long begun)
    {
        var since = new List<double>();
        while (waits.TryDequeue(out var wait))
            since.Add(wait);
        return new(
            Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds),
            await installation.CountAsync("select count(*) from runs"),
            await installation.CountAsync("select count(*) from runs where finished_at is null"),
            Math.Round(await installation.CountAsync(TableSizes) / 1048576.0, 1),
            hosts.Sum(h => h.MemoryMb),
            since.Count == 0 ? 0 : Figures.Percentile(since, 0.5),
            since.Count == 0 ? 0 : Figures.Percentile(since, 0.99));
    }

    /// <param name="Seconds">Since the beginning.</param>
    /// <param name="Runs">Rows that are kept.</param>
    /// <param name="Open">Of these, not finished.</param>
    /// <param name="TablesMb">Size of the ledger's tables with their indexes.</param>
    /// <param name="HostsMb">Resident memory of both hosts.</param>
    /// <param name="SubmitP50Ms">From the submitting call to the bus, since the last sample.</param>
    /// <param name="SubmitP99Ms">The same.</param>
    private sealed record Sample(double Seconds, long Runs, long Open, double TablesMb, double HostsMb, double SubmitP50Ms, double SubmitP99Ms);
}
