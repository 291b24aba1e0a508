using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Faults.Tests;

/// <summary>Whatever runs come and whenever tasks end: of what is due, the more urgent is taken first, whether the bus is asked or the ledger.</summary>
public sealed class PriorityPropertyTests(EmbeddedStack stack)
{
    private const int Backlogs = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="Workspace">Which workspace's run it is.</param>
    /// <param name="Priority">Its priority.</param>
    /// <param name="After">For each step, which of those before it it waits for.</param>
    internal sealed record Arrival(int Workspace, RunPriority Priority, bool[][] After);

    internal enum Move
    {
        Submit,
        TakeFromBus,
        TakeFromLedger,
        End,
    }

    /// <param name="Runs">What is submitted, in this order.</param>
    /// <param name="Moves">What happens next, over and over; what cannot happen gives way to what can.</param>
    /// <param name="Choices">How many are taken, and which of those held ends.</param>
    internal sealed record Backlog(Arrival[] Runs, Move[] Moves, int[] Choices);

    private static readonly Gen<Arrival> Arrivals =
        from workspace in Gen.Int[0, 2]
        from priority in Gen.Enum<RunPriority>()
        from steps in Gen.Int[1, 4]
        from after in Gen.Bool.Array[4].Array[steps]
        select new Arrival(workspace, priority, after);

    private static readonly Gen<Backlog> All =
        from runs in Arrivals.Array[2, 8]
        from moves in Gen.Enum<Move>().Array[1, 20]
        from choices in Gen.Int[0, 1_000].Array[1, 20]
        select new Backlog(runs, moves, choices);

    [Fact]
    public async Task AnyRuns_AnyOrderOfTakes_TheMoreUrgentOfALaneIsTakenFirst()
    {
        await using var test = await stack.CreateMigratedAsync();
        await using var source = NpgsqlDataSource.Create(test.AppConnectionString);
        await using var redis = await ConnectionMultiplexer.ConnectAsync((await stack.GarnetAsync()).ConnectionString);
        var bus = new RaptorBus(redis, NullLogger<RaptorBus>.Instance);

        await All.SampleAsync(backlog => new Lane(new(new(source)), bus, backlog).HoldsAsync(), iter: Backlogs, threads: 4, print: b => JsonSerializer.Serialize(b));
    }

    /// <summary>A lane of its own, and what a model says is due in it.</summary>
    private sealed class Lane(DrawnLedger ledger, RaptorBus bus, Backlog backlog)
    {
        private readonly Guid[] _workspaces = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
        private readonly string _name = $"lane-{Guid.NewGuid():N}";
        private readonly Dictionary<Guid, RunPriority> _due = [];
        private readonly Dictionary<Guid, RunPriority> _runs = [];
        private readonly List<TaskClaim> _held = [];
        private int _ended;

        public async Task<bool> HoldsAsync()
        {
            for (var turn = 0; Next(turn) is { } move; turn++)
            {
                var choice = backlog.Choices[turn % backlog.Choices.Length];
                if (!await (move switch
                {
                    Move.Submit => SubmitAsync(backlog.Runs[_runs.Count]),
                    Move.End => EndAsync(_held[choice % _held.Count]),
                    _ => TakeAsync(move == Move.TakeFromBus, 1 + (choice % 4)),
                }))
                    return false;
            }
            return _ended == backlog.Runs.Sum(r => r.After.Length) && await ledger.Tasks.FindDueAsync([_name], 1, Token) is [];
        }

        private Move? Next(int turn)
        {
            var wanted = backlog.Moves[turn % backlog.Moves.Length];
            return Enum.GetValues<Move>().Prepend(wanted).Select(m => (Move?)m).FirstOrDefault(m => m switch
            {
                Move.Submit => _runs.Count < backlog.Runs.Length,
                Move.End => _held.Count > 0,
                _ => _due.Count > 0,
            });
        }

        private async Task<bool> SubmitAsync(Arrival arrival)
        {
            var run = await ledger.SubmitAsync(_workspaces[arrival.Workspace], _name, arrival.Priority, [.. arrival.After.Select((after, i) => DrawnLedger.Step(i, after))]);
            _runs[run.RunId] = arrival.Priority;
            return await QueueAsync(run.Ready, arrival.Priority);
        }

        private async Task<bool> TakeAsync(bool fromBus, int most)
        {
            var taken = fromBus ? (await bus.PopAsync(_name, most, Token))! : await ledger.Tasks.FindDueAsync([_name], most, Token);
            // The bus may give what the ledger was asked for before; the ledger gives as much as there is.
            if (taken.Count > most || (!fromBus && taken.Count != Math.Min(most, _due.Count)))
                return false;
            var due = taken.Where(t => _due.ContainsKey(t.TaskId)).Select(t => (t.TaskId, Priority: _due[t.TaskId])).ToList();
            var claims = await ledger.ClaimAsync(taken);
            if (!claims.Select(c => c.Id).ToHashSet().SetEquals(due.Select(d => d.TaskId)))
                return false;
            foreach (var claim in claims)
                _due.Remove(claim.Id);
            _held.AddRange(claims);
            return due.Zip(due.Skip(1)).All(pair => pair.First.Priority >= pair.Second.Priority)
                && (due.Count == 0 || _due.Values.All(waiting => waiting <= due[^1].Priority));
        }

        private async Task<bool> EndAsync(TaskClaim claim)
        {
            _held.Remove(claim);
            _ended++;
            return await ledger.Completion.SucceedAsync(claim, DrawnLedger.Result, null, Token) is { } change && await QueueAsync(change.Ready, _runs[claim.RunId]);
        }

        private async Task<bool> QueueAsync(IReadOnlyList<ReadyTask> ready, RunPriority priority)
        {
            foreach (var task in ready)
                _due.Add(task.Id, priority);
            await bus.PushAsync(ready, Token);
            return ready.All(t => t.Priority == priority);
        }
    }
}
