using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>A ledger of one budget, in memory.</summary>
internal sealed class MemoryLedger(long limit = long.MaxValue) : IBudgetLedger, IRecordedAnswers
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(Guid Task, string Key), JsonElement> _answers = new();
    private long _committed;
    private int _lookedFor;

    public ConcurrentDictionary<Guid, Hold> Open { get; } = new();

    public ConcurrentQueue<long> Asked { get; } = new();

    public ConcurrentQueue<CostEntry> Entries { get; } = new();

    public Task<HoldResult> HoldAsync(CostScope scope, long micros, CancellationToken cancellationToken)
    {
        Asked.Enqueue(micros);
        lock (_lock)
        {
            if (limit - _committed < micros)
                return Task.FromResult(new HoldResult(null, new(BudgetScope.Run, scope.RunId.ToString(), limit - _committed, micros - limit + _committed)));
            _committed += micros;
        }
        var hold = new Hold(Guid.CreateVersion7(), scope, "2026-11", micros, DateTimeOffset.MaxValue);
        Open[hold.Id] = hold;
        return Task.FromResult(new HoldResult(hold, null));
    }

    /// <summary>How many settlements fail before one succeeds, as when the database is away for a moment.</summary>
    public int FailingSettlements { get; set; }

    public Task SettleAsync(Hold hold, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        if (FailingSettlements-- > 0)
            throw new NpgsqlException("The database is away, as the test wants.");
        Entries.Enqueue(entry);
        Keep(hold.Scope, answer);
        return Free(hold, entry.CostMicros);
    }

    public Task NoteAsync(CostScope scope, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken)
    {
        Entries.Enqueue(entry);
        Keep(scope, answer);
        return Task.CompletedTask;
    }

    public Task ReleaseAsync(Hold hold, CancellationToken cancellationToken) => Free(hold, 0);

    public Task<IReadOnlyList<BudgetLeft>> LeftAsync(CostScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BudgetLeft>>([new(BudgetScope.Run, scope.RunId.ToString(), limit, Entries.Sum(entry => entry.CostMicros), Open.Values.Sum(hold => hold.Micros))]);

    public Task<int> ReapExpiredAsync(Guid workspaceId, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<IReadOnlyList<Guid>> FindExpiredAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

    /// <summary>How often it was asked for what a task had been answered.</summary>
    public int LookedFor => _lookedFor;

    public Task<JsonElement?> FindAsync(CostScope scope, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookedFor);
        return Task.FromResult(_answers.TryGetValue((scope.TaskId, key), out var answer) ? answer : (JsonElement?)null);
    }

    private void Keep(CostScope scope, RecordedAnswer? answer)
    {
        if (answer is not null)
            _answers[(scope.TaskId, answer.Key)] = answer.Answer;
    }

    private Task Free(Hold hold, long cost)
    {
        if (!Open.TryRemove(hold.Id, out _))
            throw new InvalidOperationException("Closed twice.");
        lock (_lock)
            _committed += cost - hold.Micros;
        return Task.CompletedTask;
    }
}
