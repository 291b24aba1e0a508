using System.Diagnostics;
using System.Reflection;

namespace RaptorFlow.Bench;

/// <summary>What the scripts in <c>bench/engines</c> measure of other engines, of this one.</summary>
internal static class EnginesBench
{
    private const int Concurrency = 128;

    private static readonly Workflows.WorkflowStep[] One = Installation.Line(1);
    private static readonly Workflows.WorkflowStep[] Twelve = Installation.Line(12);

    public static async Task<object> RunAsync(string postgres, string redis, int jobs, int submitters)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await installation.StartHostAsync(Concurrency);
        await AllAsync(installation, 1_000, 200);
        var bulk = await AllAsync(installation, jobs, 1_000);
        var single = await AllAsync(installation, jobs / 4, submitters);
        var trips = await Trip.MakeAsync(installation, 50, 300);
        var (start, roundTrip) = (trips.Select(t => t.Begun).ToList(), trips.Select(t => t.Known).ToList());
        var (runs, steps) = await WorkflowsAsync(installation);
        return new
        {
            engine = "raptorflow",
            version = typeof(Core.Runs.RunSubmission).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            settings = $"AgentHost:ConcurrencyPerGuild {Concurrency}, one agent host, Redis as started by the script",
            completion = "the run's last event has been read (throughput: no run is open, asked for every 50 ms)",
            throughput_bulk_per_s = Math.Round(bulk),
            throughput_single_per_s = Math.Round(single),
            start_p50_ms = Figures.Percentile(start, 0.5),
            start_p95_ms = Figures.Percentile(start, 0.95),
            start_p99_ms = Figures.Percentile(start, 0.99),
            round_trip_p50_ms = Figures.Percentile(roundTrip, 0.5),
            round_trip_p95_ms = Figures.Percentile(roundTrip, 0.95),
            round_trip_p99_ms = Figures.Percentile(roundTrip, 0.99),
            run_p50_ms = Figures.Percentile(runs, 0.5),
            run_p95_ms = Figures.Percentile(runs, 0.95),
            steps_per_s = Math.Round(steps),
        };
    }

    // Submissions that come at once share a transaction: that is this engine's bulk call.
    private static async Task<double> AllAsync(Installation installation, int jobs, int width)
    {
        var begun = Stopwatch.GetTimestamp();
        await Figures.AtOnceAsync(width, jobs, _ => installation.SubmitAsync(Installation.Nothing, One));
        await installation.FinishAllAsync();
        return jobs / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<(List<double> Runs, double StepsPerSecond)> WorkflowsAsync(Installation installation)
    {
        var runs = new List<double>();
        for (var i = 0; i < 35; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await OneAsync();
            if (i >= 5)
                runs.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        const int Many = 300;
        var start = Stopwatch.GetTimestamp();
        await Figures.AtOnceAsync(30, Many, _ => OneAsync());
        return (runs, Many * Twelve.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);

        async Task OneAsync()
        {
            var run = await installation.SubmitAsync(Installation.Answer, Twelve);
            await installation.FinishAsync(installation.Workspace, run.RunId);
        }
    }
}
