using System.Text.Json;
using CsCheck;
using Npgsql;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;

namespace RaptorFlow.Faults.Tests;

/// <summary>Whatever the graph, the order in which tasks end and which of them fail: the ledger does what a model of it says.</summary>
public sealed class SchedulerPropertyTests(EmbeddedStack stack)
{
    private const int Graphs = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="After">For each step, which of those before it it waits for.</param>
    /// <param name="Optional">Whether the run goes on without it.</param>
    /// <param name="Dies">Whether it fails for good.</param>
    /// <param name="Order">Which of the ready tasks ends next.</param>
    /// <param name="Slots">How many freed tasks a completion may go on with.</param>
    /// <param name="Priority">The run's priority.</param>
    internal sealed record Scenario(bool[][] After, bool[] Optional, bool[] Dies, int[] Order, int Slots, RunPriority Priority);

    private static readonly Gen<Scenario> Scenarios =
        from steps in Gen.Int[1, 8]
        from after in Gen.Bool.Array[8].Array[steps]
        from optional in Gen.Bool.Array[steps]
        from dies in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))).Array[steps]
        from order in Gen.Int[0, 1_000].Array[steps]
        from slots in Gen.Int[0, 3]
        from priority in Gen.Enum<RunPriority>()
        select new Scenario(after, optional, dies, order, slots, priority);

    [Fact]
    public async Task AnyGraph_AnyOrderOfEnds_StepsRunOnceAfterWhatTheyWaitForAndTheRunEndsAsItsPolicySays()
    {
        await using var test = await stack.CreateMigratedAsync();
        await using var source = NpgsqlDataSource.Create(test.AppConnectionString);
        var ledger = new DrawnLedger(new(source));

        await Scenarios.SampleAsync(scenario => HoldsAsync(ledger, scenario), iter: Graphs, threads: 4, print: s => JsonSerializer.Serialize(s));
    }

    private static async Task<bool> HoldsAsync(DrawnLedger ledger, Scenario scenario)
    {
        var workspace = Guid.CreateVersion7();
        var steps = scenario.After.Select((after, i) => DrawnLedger.Step(i, after) with { Optional = scenario.Optional[i], MaxAttempts = 1 }).ToList();
        var run = await ledger.SubmitAsync(workspace, "effects", scenario.Priority, steps);
        if (run.Ready.Any(r => r.Priority != scenario.Priority))
            return false;

        var held = new List<TaskClaim>(await ClaimAsync(ledger, run.Ready));
        var ended = new List<string>();
        for (var turn = 0; held.Count > 0; turn++)
        {
            var claim = held[scenario.Order[turn % scenario.Order.Length] % held.Count];
            held.Remove(claim);
            var step = int.Parse(claim.Step.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            // Everything it waits for has ended, and it has not.
            if (ended.Contains(claim.Step) || !steps[step].After.All(ended.Contains))
                return false;
            ended.Add(claim.Step);
            var change = scenario.Dies[step]
                ? await ledger.Completion.FailAsync(claim, new("as drawn", FailureCause.InvalidInput), Token)
                : await ledger.Completion.SucceedAsync(claim, DrawnLedger.Result, new("host", TimeSpan.FromMinutes(5), new Dictionary<string, int> { ["effects"] = scenario.Slots }), Token);
            if (change is null)
                return false;
            if (change.Ready.Any(r => r.Priority != scenario.Priority))
                return false;
            held.AddRange(change.Claims);
            held.AddRange(await ClaimAsync(ledger, change.Ready));
            if (scenario.Dies[step] && !scenario.Optional[step])
                return await IsAsync(ledger, workspace, run.RunId, Statuses.Failed, ended);
        }
        return ended.Count == steps.Count && await IsAsync(ledger, workspace, run.RunId, Statuses.Succeeded, ended);
    }

    private static async Task<bool> IsAsync(DrawnLedger ledger, Guid workspace, Guid runId, string status, List<string> ended)
    {
        var view = (await ledger.Reader.FindAsync(workspace, runId, Token))!;
        var events = await ledger.Reader.EventsAsync(workspace, runId, 0, 1_000, Token);
        return view.Status == status
            && view.Tasks.All(t => Statuses.IsTerminal(t.Status) && (t.Status == Statuses.Cancelled) != ended.Contains(t.Key))
            && events.Select((e, i) => e.Seq == i + 1).All(x => x)
            && EventTypes.EndsRun(events[^1].Type);
    }

    private static Task<IReadOnlyList<TaskClaim>> ClaimAsync(DrawnLedger ledger, IReadOnlyList<ReadyTask> ready) => ledger.ClaimAsync(ready.Select(r => (r.WorkspaceId, r.Id)));
}
