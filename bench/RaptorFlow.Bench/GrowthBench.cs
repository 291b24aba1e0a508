using System.Diagnostics;

namespace RaptorFlow.Bench;

/// <summary>Whether the time for a task stays the same: as the queue grows, with more workspaces, with more hosts; and what a fan-out costs beyond its longest step.</summary>
internal static class GrowthBench
{
    private const int Concurrency = 128;
    private const int FanWidth = 20;
    private const int FanMilliseconds = 100;

    private static readonly Workflows.WorkflowStep[] One = Installation.Line(1);

    /// <summary>So many tasks wait before one host begins; tasks/s until the last has ended.</summary>
    public static async Task<object> QueueAsync(string postgres, string redis, int queued)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await Figures.AtOnceAsync(256, queued, _ => installation.SubmitAsync(Installation.Nothing, One));
        await installation.StartHostAsync(Concurrency);
        // What is there before the host serves is no measure of it: from the first end on.
        var (begun, before) = (Stopwatch.GetTimestamp(), await DoneAsync(installation));
        await installation.FinishAllAsync();
        return new { what = "queued before the host begins", queued, tasks_per_s = Rate(queued - before, begun) };
    }

    /// <summary>Tasks of so many workspaces, taking turns.</summary>
    public static async Task<object> WorkspacesAsync(string postgres, string redis, int tasks, int workspaces)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await installation.StartHostAsync(Concurrency);
        var all = Enumerable.Range(0, workspaces).Select(_ => Guid.CreateVersion7()).ToArray();
        await Figures.AtOnceAsync(256, 500, i => installation.SubmitAsync(all[i % all.Length], Installation.Nothing, One));
        await installation.FinishAllAsync();
        var begun = Stopwatch.GetTimestamp();
        await Figures.AtOnceAsync(256, tasks, i => installation.SubmitAsync(all[i % all.Length], Installation.Nothing, One));
        await installation.FinishAllAsync();
        return new { what = "workspaces", workspaces, tasks_per_s = Rate(tasks, begun) };
    }

    public static async Task<object> HostsAsync(string postgres, string redis, int tasks, int hosts)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        for (var i = 0; i < hosts; i++)
            await installation.StartHostAsync(Concurrency / hosts);
        await Figures.AtOnceAsync(256, 500, _ => installation.SubmitAsync(Installation.Nothing, One));
        await installation.FinishAllAsync();
        var begun = Stopwatch.GetTimestamp();
        await Figures.AtOnceAsync(256, tasks, _ => installation.SubmitAsync(Installation.Nothing, One));
        await installation.FinishAllAsync();
        return new { what = "hosts", hosts, tasks_per_s = Rate(tasks, begun) };
    }

    /// <summary>Twenty agents of 100 ms each and one that joins them: the run's wall time against the 100 ms that it cannot do without.</summary>
    public static async Task<object> FanOutAsync(string postgres, string redis, int runs)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await installation.StartHostAsync(Concurrency);
        var fan = Enumerable.Range(0, FanWidth).Select(i => Installation.Step($"s{i}")).ToList();
        var join = Installation.Step("join", [.. fan.Select(s => s.Key)]) with { Inputs = new Dictionary<string, string>() };
        Workflows.WorkflowStep[] steps = [.. fan, join];
        var walls = new List<double>();
        for (var i = 0; i < runs + 5; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var run = await installation.SubmitAsync($$"""{"bytes":100,"milliseconds":{{FanMilliseconds}}}""", steps);
            await installation.FinishAsync(installation.Workspace, run.RunId);
            if (i >= 5)
                walls.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return new
        {
            what = $"fan-out of {FanWidth} agents of {FanMilliseconds} ms, and a join",
            wall_p50_ms = Figures.Percentile(walls, 0.5),
            wall_p95_ms = Figures.Percentile(walls, 0.95),
            over_critical_path = Math.Round((Figures.Percentile(walls, 0.5) / FanMilliseconds) - 1, 3),
        };
    }

    private static Task<long> DoneAsync(Installation installation) => installation.CountAsync("select count(*) from tasks where status = 'succeeded'");

    private static double Rate(long tasks, long begun) => Math.Round(tasks / Stopwatch.GetElapsedTime(begun).TotalSeconds);
}
