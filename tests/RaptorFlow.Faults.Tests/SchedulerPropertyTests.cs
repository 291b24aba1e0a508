using System.Text.Json;
using CsCheck;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Migrator;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;

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

    private static readonly Gen<RunPriority> Priorities = Gen.Enum<RunPriority>();

    private static readonly Gen<Scenario> Scenarios =
        from steps in Gen.Int[1, 8]
        from after in Gen.Bool.Array[8].Array[steps]
        from optional in Gen.Bool.Array[steps]
        from dies in Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))).Array[steps]
        from order in Gen.Int[0, 1_000].Array[steps]
        from slots in Gen.Int[0, 3]
        from priority in Priorities
        select new Scenario(after, optional, dies, order, slots, priority);

    [Fact]
    public async Task AnyGraph_AnyOrderOfEnds_StepsRunOnceAfterWhatTheyWaitForAndTheRunEndsAsItsPolicySays()
    {
        await using var test = await stack.CreateDatabaseAsync("faults", owner =>
        {
            Assert.True(Schema.Migrate(owner, null, TextWriter.Null, Console.Error));
            return Task.CompletedTask;
        });
        await using var source = NpgsqlDataSource.Create(test.AppConnectionString);
        var ledger = new Ledger(new(source));

        await Scenarios.SampleAsync(ledger.HoldsAsync, iter: Graphs, threads: 4, print: s => JsonSerializer.Serialize(s));
    }

    private sealed class Ledger(Database database)
    {
        private readonly RunSubmission _submission = new(database, TimeProvider.System);
        private readonly TaskLedger _tasks = new(database);
        private readonly TaskCompletion _completion = new(database, new(new(TimeSpan.Zero, TimeSpan.Zero, () => 0)));
        private readonly RunReader _reader = new(database);

        public async Task<bool> HoldsAsync(Scenario scenario)
        {
            var workspace = Guid.CreateVersion7();
            var steps = scenario.After.Select((after, i) => new WorkflowStep
            {
                Key = $"s{i}", Title = "", Agent = "EFF-001", Optional = scenario.Optional[i], MaxAttempts = 1,
                After = [.. Enumerable.Range(0, Math.Min(i, after.Length)).Where(j => after[j]).Select(j => $"s{j}")],
            }).ToList();
            var run = await _submission.SubmitAsync(new()
            {
                WorkspaceId = workspace,
                Definition = new() { Name = "any", Summary = "Any.", Steps = steps },
                Places = new Dictionary<string, AgentPlace> { ["EFF-001"] = AgentPlace.In("effects") },
                Input = JsonSerializer.Deserialize<JsonElement>("{}"),
                Priority = scenario.Priority,
            }, null, Token);
            if (run.Ready.Any(r => r.Priority != scenario.Priority))
                return false;

            var held = new List<TaskClaim>(await ClaimAsync(run.Ready));
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
                    ? await _completion.FailAsync(claim, new("as drawn", FailureCause.InvalidInput), Token)
                    : await _completion.SucceedAsync(claim, Result, new("host", TimeSpan.FromMinutes(5), new Dictionary<string, int> { ["effects"] = scenario.Slots }), Token);
                if (change is null)
                    return false;
                if (change.Ready.Any(r => r.Priority != scenario.Priority))
                    return false;
                held.AddRange(change.Claims);
                held.AddRange(await ClaimAsync(change.Ready));
                if (scenario.Dies[step] && !scenario.Optional[step])
                    return await IsAsync(workspace, run.RunId, Statuses.Failed, ended);
            }
            return ended.Count == steps.Count && await IsAsync(workspace, run.RunId, Statuses.Succeeded, ended);
        }

        private async Task<bool> IsAsync(Guid workspace, Guid runId, string status, List<string> ended)
        {
            var view = (await _reader.FindAsync(workspace, runId, Token))!;
            var events = await _reader.EventsAsync(workspace, runId, 0, 1_000, Token);
            return view.Status == status
                && view.Tasks.All(t => Statuses.IsTerminal(t.Status) && (t.Status == Statuses.Cancelled) != ended.Contains(t.Key))
                && events.Select((e, i) => e.Seq == i + 1).All(x => x)
                && EventTypes.EndsRun(events[^1].Type);
        }

        private async Task<IReadOnlyList<TaskClaim>> ClaimAsync(IReadOnlyList<ReadyTask> ready) =>
            ready.Count == 0 ? [] : (await _tasks.ClaimAsync([.. ready.Select(r => (r.WorkspaceId, r.Id))], "host", TimeSpan.FromMinutes(5), Token)).Claims;

        private static AgentResult Result { get; } = new()
        {
            Status = AgentStatus.Success, Output = JsonSerializer.Deserialize<JsonElement>("{}"), Confidence = new(1, "drawn"), Model = "offline",
        };
    }
}
