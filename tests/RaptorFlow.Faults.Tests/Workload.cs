using System.Collections.Concurrent;
using Npgsql;
using RaptorFlow.Workflows;

namespace RaptorFlow.Faults.Tests;

/// <summary>Runs of mixed shapes, from one seed: chains, fans, joins, failures, tasks that ask for tasks, pauses, cancels.</summary>
internal sealed class Workload(Installation installation, ApiFront api, int seed)
{
    public ConcurrentBag<Guid> Accepted { get; } = [];

    public async Task SubmitAsync(int runs, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < runs; i = Interlocked.Increment(ref next))
                await OneAsync(new Random((seed * 100_000) + i), cancellationToken);
        }));
    }

    private async Task OneAsync(Random random, CancellationToken cancellationToken)
    {
        if (random.Next(8) == 0)
        {
            Accepted.Add(await api.InvokeAsync(cancellationToken));
            return;
        }
        var workspace = installation.Workspaces[random.Next(installation.Workspaces.Count)];
        var input = $$"""{"milliseconds":{{random.Next(40)}},"fail_times":{{(random.Next(10) == 0 ? 1 : 0)}},"asks":{{(random.Next(12) == 0 ? 3 : 0)}}}""";
        var run = await installation.SubmitAsync(workspace, input, Shape(random), cancellationToken);
        Accepted.Add(run);
        try
        {
            switch (random.Next(25))
            {
                case 0:
                    await installation.Control.CancelAsync(workspace, run, cancellationToken);
                    break;
                case 1:
                    await installation.Pause.PauseAsync(workspace, run, cancellationToken);
                    break;
            }
        }
        catch (NpgsqlException)
        {
            // As good as not asked for; what is paused is resumed at the end.
        }
    }

    /// <summary>Lets all that is paused go on.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var run in Accepted)
        {
            foreach (var workspace in installation.Workspaces)
                await installation.Pause.ResumeAsync(workspace, run, cancellationToken);
        }
    }

    // Up to six steps; each waits for some of those before it.
    private static IReadOnlyList<WorkflowStep> Shape(Random random) =>
    [
        .. Enumerable.Range(0, 1 + random.Next(6)).Select(i => new WorkflowStep
        {
            Key = $"s{i}",
            Title = $"Step {i}",
            Agent = random.Next(6) == 0 ? "EFF-002" : "EFF-001",
            MaxAttempts = 10,
            After = [.. Enumerable.Range(0, i).Where(_ => random.Next(2) == 0).Select(j => $"s{j}")],
            Inputs = new Dictionary<string, string> { ["milliseconds"] = "input.milliseconds", ["fail_times"] = "input.fail_times", ["asks"] = "input.asks", ["steps"] = "engine.steps" },
        }),
    ];
}
