using System.Collections.Concurrent;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Records an agent's progress as events, off the agent's own path, bounded in number.</summary>
internal sealed partial class RunEventSink(TaskClaim claim, TaskLedger ledger, IRaptorBus bus, ILogger logger) : IEventSink
{
    private const int Most = 100;
    private const int MostCharacters = 500;

    private readonly ConcurrentQueue<string> _waiting = new();
    private readonly Lock _gate = new();
    private int _emitted;
    private Task _writing = Task.CompletedTask;

    public void Progress(string message)
    {
        if (Interlocked.Increment(ref _emitted) > Most)
            return;
        _waiting.Enqueue(StorableText.Of(message, MostCharacters));
        lock (_gate)
        {
            if (_writing.IsCompleted)
                _writing = Task.Run(WriteAsync);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        Task writing;
        lock (_gate)
            writing = _writing;
        await writing.WaitAsync(cancellationToken);
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        var messages = new List<string>();
        while (_waiting.TryDequeue(out var message))
            messages.Add(message);
        if (messages.Count == 0)
            return;
        try
        {
            await bus.PublishAsync(await ledger.ProgressAsync(claim, messages, CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e)
        {
            // Progress is for watching; the result that follows must not be lost with it.
            NotRecorded(logger, claim.AgentCode, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The progress of {Agent} could not be recorded.")]
    private static partial void NotRecorded(ILogger logger, string agent, Exception exception);
}
