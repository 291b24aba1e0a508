using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>
/// Books what calls cost. What an answer cost is spent, whatever becomes of its caller: a ledger that is away for a moment is asked again, and
/// one that is away for longer is asked in the background until it is back.
/// </summary>
internal sealed partial class Settlements(IBudgetLedger ledger, TimeProvider time, ILogger<Settlements> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Guid, Task> _late = new();

    private ResiliencePipeline Soon { get; } = Retry(time, attempts: 4, longest: TimeSpan.FromSeconds(5));

    private ResiliencePipeline Late { get; } = Retry(time, attempts: int.MaxValue, longest: TimeSpan.FromMinutes(1));

    public async Task SettleAsync(Hold hold, CostEntry entry, RecordedAnswer? answer)
    {
        try
        {
            await Soon.ExecuteAsync(async _ => await ledger.SettleAsync(hold, entry, answer, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogLate(e, hold.Id);
            _late[hold.Id] = Task.Run(() => SettleLateAsync(hold, entry, answer));
        }
    }

    /// <summary>Books what cost nothing. Worth less than the answer: when the ledger is away, it is left out.</summary>
    public async Task NoteAsync(CostScope scope, CostEntry entry, RecordedAnswer? answer = null)
    {
        try
        {
            await ledger.NoteAsync(scope, entry, answer, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogUnnoted(e, entry);
        }
    }

    private async Task SettleLateAsync(Hold hold, CostEntry entry, RecordedAnswer? answer)
    {
        try
        {
            await Late.ExecuteAsync(async _ => await ledger.SettleAsync(hold, entry, answer, CancellationToken.None), _ending.Token);
        }
        catch (Exception e)
        {
            LogUnsettled(e, hold.Id, entry);
        }
        finally
        {
            _late.TryRemove(hold.Id, out _);
        }
    }

    private static ResiliencePipeline Retry(TimeProvider time, int attempts, TimeSpan longest) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new()
        {
            // What the database refuses it refuses again.
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(e => e is not PostgresException { IsTransient: false }).Handle<TimeoutException>(),
            MaxRetryAttempts = attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = longest,
            UseJitter = true,
        })
        .Build();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_late.Values);
        _ending.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "Hold {Hold} could not be settled yet; it is tried until it can")]
    private partial void LogLate(Exception exception, Guid hold);

    [LoggerMessage(LogLevel.Critical, "Hold {Hold} was not settled; what was spent is missing from the ledger: {Entry}")]
    private partial void LogUnsettled(Exception exception, Guid hold, CostEntry entry);

    [LoggerMessage(LogLevel.Warning, "Not booked, and cost nothing: {Entry}")]
    private partial void LogUnnoted(Exception exception, CostEntry entry);
}
