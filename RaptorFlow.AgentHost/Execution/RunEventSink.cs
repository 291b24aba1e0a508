using System.Text;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Records an agent's progress, and what models answer it as it comes, as events: off the agent's own path, and bounded.</summary>
internal sealed partial class RunEventSink(TaskClaim claim, TaskLedger ledger, IRaptorBus bus, TimeProvider time, ILogger logger) : IEventSink, IAnswerListener
{
    private const int Most = 100;
    private const int MostCharacters = 500;
    private const int MostAnswerCharacters = 16_000;

    // People read no faster, and each event is a row.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Queue<(string Type, object Data)> _waiting = new();
    private readonly StringBuilder _answer = new();
    private readonly TaskCompletionSource _flushing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _emitted;
    private Task _writing = Task.CompletedTask;

    public void Progress(string message)
    {
        lock (_gate)
        {
            if (++_emitted <= Most)
                Enqueue(EventTypes.TaskProgress, new { message = StorableText.Of(message, MostCharacters) });
        }
    }

    public void Text(string text)
    {
        lock (_gate)
        {
            _answer.Append(text);
            Begin();
        }
    }

    public void Restart(string why)
    {
        lock (_gate)
            Enqueue(EventTypes.TaskAnswer, new { restart = StorableText.Of(why, MostCharacters) });
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _flushing.TrySetResult();
        Task writing;
        lock (_gate)
            writing = _writing;
        await writing.WaitAsync(cancellationToken);
    }

    private void Enqueue(string type, object data)
    {
        TakeAnswer();
        _waiting.Enqueue((type, data));
        Begin();
    }

    private void TakeAnswer()
    {
        var text = _answer.ToString();
        _answer.Clear();
        while (text.Length > 0)
        {
            var part = text.Cut(MostAnswerCharacters);
            text = text[part.Length..];
            _waiting.Enqueue((EventTypes.TaskAnswer, new { text = StorableText.Of(part, MostAnswerCharacters) }));
        }
    }

    private void Begin()
    {
        if (_writing.IsCompleted)
            _writing = Task.Run(WriteAsync);
    }

    private async Task WriteAsync()
    {
        while (Take() is { Count: > 0 } told)
        {
            try
            {
                await bus.PublishAsync(await ledger.TellAsync(claim, told, CancellationToken.None), CancellationToken.None);
            }
            catch (Exception e)
            {
                // It is for watching; the result that follows must not be lost with it.
                NotRecorded(logger, claim.AgentCode, e);
            }
            await Task.WhenAny(_flushing.Task, Task.Delay(Pause, time));
        }
    }

    // Ends the writing in the same breath as it finds nothing: what comes later begins it anew.
    private List<(string Type, object Data)> Take()
    {
        lock (_gate)
        {
            TakeAnswer();
            List<(string, object)> told = [.. _waiting];
            _waiting.Clear();
            if (told.Count == 0)
                _writing = Task.CompletedTask;
            return told;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The progress of {Agent} could not be recorded.")]
    private static partial void NotRecorded(ILogger logger, string agent, Exception exception);
}
