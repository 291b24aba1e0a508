using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RaptorFlow.Core.Runs.Events;

/// <summary>
/// The end of one run's events, read once for all who follow it: when called, and now and then by itself, for the bus may forget.
/// It knows nothing of its followers; each keeps the number it has come to, and the tail never waits for any.
/// </summary>
internal sealed partial class RunTail : IAsyncDisposable
{
    public const int MostKept = 256;

    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Guid _workspaceId;
    private readonly Guid _runId;
    private readonly IRunEventLog _log;
    private readonly ILogger _logger;
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _looks;
    private readonly Task _keeping;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _asked;
    private Exception? _failure;
    private volatile TailView? _view;

    public RunTail(Guid workspaceId, Guid runId, IRunEventLog log, TimeProvider time, ILogger logger)
    {
        (_workspaceId, _runId, _log, _logger) = (workspaceId, runId, log, logger);
        _looks = time.CreateTimer(_ => Call(), null, Look, Look);
        _keeping = Task.Run(KeepAsync);
    }

    /// <summary>The events as last seen; there is one once <see cref="AskAsync"/> is done.</summary>
    public TailView View => _view ?? throw new InvalidOperationException("Nobody has asked yet.");

    /// <summary>Makes it look, at once or as soon as it is done looking.</summary>
    public void Call() => _calls.Writer.TryWrite(true);

    /// <summary>Done when the tail has looked after this call: what was stored before it, is in the view.</summary>
    public Task AskAsync()
    {
        lock (_gate)
        {
            if (_failure is not null)
                return Task.FromException(_failure);
            _asked ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            Call();
            return _asked.Task;
        }
    }

    private async Task KeepAsync()
    {
        try
        {
            await foreach (var _ in _calls.Reader.ReadAllAsync(_stop.Token))
                await AnswerAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody follows any more.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private async Task AnswerAsync()
    {
        TaskCompletionSource? asked;
        lock (_gate)
            (asked, _asked) = (_asked, null);
        try
        {
            await ReadAsync();
            asked?.TrySetResult();
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            // Who is here already misses nothing by waiting; who asks is told.
            Away(_logger, _runId, exception.Message);
            asked?.TrySetException(exception);
        }
        catch (Exception exception)
        {
            asked?.TrySetException(exception);
            throw;
        }
    }

    private async Task ReadAsync()
    {
        RunLook? look;
        do
        {
            look = _view is { } known
                ? await _log.LookAsync(_workspaceId, _runId, known.Last, MostKept, _stop.Token)
                : await _log.LatestAsync(_workspaceId, _runId, MostKept, _stop.Token);
            Show(look ?? new([], Over: true));
        }
        while (look is { Events.Count: MostKept });
    }

    private void Show(RunLook look)
    {
        var before = _view;
        // The first look has all there is, unless it is full.
        var floor = look.Events is [var first, ..] && look.Events.Count == MostKept ? first.Seq - 1 : 0;
        var now = before?.With(look, MostKept) ?? new TailView(look.Events, floor, look.Over);
        _view = now;
        if (now != before)
            before?.Replaced();
    }

    private void Fail(Exception exception)
    {
        TaskCompletionSource? asked;
        lock (_gate)
        {
            _failure = exception;
            (asked, _asked) = (_asked, null);
        }
        asked?.TrySetException(exception);
        _view?.Failed(exception);
    }

    public async ValueTask DisposeAsync()
    {
        await _looks.DisposeAsync();
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The events of run {Run} cannot be read now; its followers wait: {Reason}")]
    private static partial void Away(ILogger logger, Guid run, string reason);
}
