using System.ComponentModel;
using System.Diagnostics;

namespace RaptorFlow.Embedded.Processes;

/// <summary>
/// A running process of the stack, under a guard that stops it when this process ends, even by kill -9. Disposal stops it:
/// asked first, killed when it takes longer than its <see cref="ProcessSpecification.StopTimeout"/>.
/// </summary>
public sealed class ProcessResource : IAsyncDisposable
{
    private static readonly TimeSpan _beyondGrace = TimeSpan.FromSeconds(5);

    private readonly ProcessSpecification _specification;
    private readonly Process _process;
    private readonly OutputTail _tail = new();
    private readonly Task<int> _exited;

    private ProcessResource(ProcessSpecification specification, Process process)
    {
        _specification = specification;
        _process = process;
        _exited = FollowAsync();
    }

    public string Name => _specification.Name;

    /// <summary>Ends with the exit code, however the process ended.</summary>
    public Task<int> Exited => _exited;

    public bool HasExited => _exited.IsCompleted;

    /// <summary>The last lines it wrote.</summary>
    public IReadOnlyList<string> Tail => _tail.Lines;

    /// <summary>The process that holds it, or itself when it guards itself.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts a process under a guard of its own.</summary>
    /// <exception cref="EmbeddedException">It cannot be started.</exception>
    public static ProcessResource Start(ProcessSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var guard = new GuardOptions([specification.FileName, .. specification.Arguments])
        {
            Signal = specification.StopSignal,
            Grace = specification.StopTimeout,
            User = specification.User,
            Remove = specification.TemporaryFolder,
        };
        return StartUnguarded(specification with { FileName = Executable.Dotnet, Arguments = [Executable.Embedded, .. guard.ToArguments()] });
    }

    /// <summary>For a program that itself ends when its standard input does.</summary>
    internal static ProcessResource StartUnguarded(ProcessSpecification specification)
    {
        var start = new ProcessStartInfo(specification.FileName, specification.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = specification.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in specification.Environment)
            start.Environment[name] = value;

        try
        {
            return new ProcessResource(specification, Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new EmbeddedException($"Cannot start {specification.Name} ({specification.FileName}): {e.Message}", e);
        }
    }

    /// <summary>Asks it to stop, waits, and kills it when it does not.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        CloseInput();
        try
        {
            return await _exited.WaitAsync(_specification.StopTimeout + _beyondGrace);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            return await _exited;
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!HasExited)
        {
            try
            {
                await _process.StandardInput.WriteLineAsync("kill");
                await _process.StandardInput.FlushAsync();
            }
            catch (IOException)
            {
                // It ended in between, which is what is wanted.
            }
        }

        await _exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe broke because it has already ended.
        }
    }

    private async Task<int> FollowAsync()
    {
        var output = Task.WhenAll(PumpAsync(_process.StandardOutput), PumpAsync(_process.StandardError));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // In this order: a process that has ended already tells it as soon as it may.
        _process.Exited += (_, _) => ended.TrySetResult();
        _process.EnableRaisingEvents = true;
        await ended.Task;
        // A stray descendant may hold the pipes open; what it still writes is not worth waiting for.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    private async Task PumpAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            _tail.Add(line);
            _specification.Output?.Invoke(line);
        }
    }
}
