using System.Collections.Concurrent;
using System.Diagnostics;

namespace RaptorFlow.Bench.Models;

/// <summary>Many calls, so many at once: what one took, and what it took of the processors, in milliseconds.</summary>
internal sealed record Measured(string Who, int ModelMs, int AtOnce, double P50, double P95, double P99, double PerSecond, double HostCpu, double PostgresCpu, double VendorCpu, double LoadBefore)
{
    /// <summary>Whoever is answered asks again at once.</summary>
    public static Task<Measured> BusyAsync(string who, int atOnce, int calls, Func<Processors> used, Func<int, Task> ask) =>
        OverAsync(who, 0, atOnce, used, timed => Figures.AtOnceAsync(atOnce, calls, i => timed(() => ask(i))));

    /// <summary>The model takes its time, and callers do not keep step.</summary>
    public static Task<Measured> PacedAsync(string who, int modelMs, int atOnce, int callsEach, Func<Processors> used, Func<int, Task> ask) =>
        OverAsync(who, modelMs, atOnce, used, timed => Task.WhenAll(Enumerable.Range(0, atOnce).Select(async caller =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds((double)caller * modelMs / atOnce));
            for (var i = 0; i < callsEach; i++)
                await timed(() => ask((i * atOnce) + caller));
        })));

    private static async Task<Measured> OverAsync(string who, int modelMs, int atOnce, Func<Processors> used, Func<Func<Func<Task>, Task>, Task> run)
    {
        var took = new ConcurrentBag<double>();
        var (load, before, begun) = (Processors.Load, used(), Stopwatch.GetTimestamp());
        await run(async call =>
        {
            var asked = Stopwatch.GetTimestamp();
            await call();
            took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        });
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var spent = used().Since(before);
        return new(who, modelMs, atOnce, Figures.Percentile(took, 0.5), Figures.Percentile(took, 0.95), Figures.Percentile(took, 0.99), Math.Round(took.Count / seconds),
            Each(spent.Host), Each(spent.Postgres), Each(spent.Vendor), load);

        double Each(double processor) => Math.Round(processor * 1_000 / took.Count, 3);
    }
}
