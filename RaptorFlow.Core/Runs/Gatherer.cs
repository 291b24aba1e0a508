using Npgsql;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// Group commit: what arrives while a write is under way is written together by the next one. Nobody waits for a timer, so an idle
/// ledger answers at once, and a busy one shares each round trip and each flush to disk among all that wait for it.
/// </summary>
/// <param name="write">Writes items in one transaction and answers each, in their order.</param>
/// <param name="most">Items of one write.</param>
/// <param name="writers">Writes under way at once.</param>
internal sealed class Gatherer<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write, int most = 256, int writers = 2)
{
    private readonly Queue<(TItem Item, TaskCompletionSource<TResult> Done)> _waiting = new();
    private readonly Lock _gate = new();
    private int _writing;

    /// <summary>Ends when the item's transaction has ended. What is accepted here is written, whoever still waits for it.</summary>
    public Task<TResult> WriteAsync(TItem item)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((item, done));
            if (_writing == writers)
                return done.Task;
            _writing++;
        }
        _ = WriteWaitingAsync();
        return done.Task;
    }

    private async Task WriteWaitingAsync()
    {
        while (Take() is { Count: > 0 } taken)
            await WriteAsync(taken);
    }

    private List<(TItem Item, TaskCompletionSource<TResult> Done)> Take()
    {
        lock (_gate)
        {
            var taken = new List<(TItem, TaskCompletionSource<TResult>)>(Math.Min(most, _waiting.Count));
            while (taken.Count < most && _waiting.TryDequeue(out var next))
                taken.Add(next);
            if (taken.Count == 0)
                _writing--;
            return taken;
        }
    }

    private async Task WriteAsync(List<(TItem Item, TaskCompletionSource<TResult> Done)> taken)
    {
        try
        {
            var results = await write([.. taken.Select(t => t.Item)]);
            for (var i = 0; i < taken.Count; i++)
                taken[i].Done.SetResult(results[i]);
        }
        catch (PostgresException) when (taken.Count > 1)
        {
            // Postgres refused and nothing of it happened: each alone, so that one item's fault stays its own.
            foreach (var one in taken)
                await WriteAsync([one]);
        }
        catch (Exception e)
        {
            foreach (var (_, done) in taken)
                done.SetException(e);
        }
    }
}
