using RaptorFlow.Embedded;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>What is running: none of it may end before the stack is stopped, and all of it is stopped in reverse order.</summary>
internal sealed class Resources : IAsyncDisposable
{
    private readonly Stack<(ProcessResource Process, IAsyncDisposable Owner, LogFile Log)> _running = new();
    private readonly Lock _lock = new();

    public void Add(ProcessResource process, IAsyncDisposable owner, LogFile log)
    {
        lock (_lock)
            _running.Push((process, owner, log));
    }

    /// <summary>Returns when asked to stop.</summary>
    /// <exception cref="EmbeddedException">A resource ended by itself.</exception>
    public async Task WaitAsync(CancellationToken stopping)
    {
        var asked = Task.Delay(Timeout.Infinite, stopping);
        var ended = await Task.WhenAny([asked, .. _running.Select(resource => resource.Process.Exited)]);
        if (ended == asked || stopping.IsCancellationRequested)
            return;
        var (process, _, log) = _running.First(resource => resource.Process.Exited == ended);
        throw new EmbeddedException(Describe(process, $"ended unexpectedly with exit code {await process.Exited}", log.Path));
    }

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var resource))
        {
            await resource.Owner.DisposeAsync();
            resource.Log.Dispose();
        }
    }

    /// <summary>What happened to a resource, with the end of what it said.</summary>
    public static string Describe(ProcessResource process, string happened, string log) =>
        string.Join(Environment.NewLine, [$"{process.Name} {happened}. The end of {log}:", .. process.Tail.TakeLast(15).Select(line => "  " + line)]);
}
