using System.Diagnostics;

namespace RaptorFlow.Embedded.Processes;

/// <summary>A process that has this one's console: what the user types goes to it, and what it writes is seen as it is.</summary>
public static class AttachedProcess
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs a process to its end; a cancellation asks it to stop, and kills it when it does not.</summary>
    /// <returns>Its exit code.</returns>
    public static Task<int> RunAsync(ProcessSpecification specification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(specification);
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, there until the end: on Linux the death signal is about the thread that forks.
        new Thread(() => Run(specification, ended, cancellationToken)) { IsBackground = true }.Start();
        return ended.Task;
    }

    private static void Run(ProcessSpecification specification, TaskCompletionSource<int> ended, CancellationToken cancellationToken)
    {
        try
        {
            string[] line = [.. DeathSignal.Prefix(UnixProcess.Terminate), specification.FileName, .. specification.Arguments];
            var start = new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, WorkingDirectory = specification.WorkingDirectory ?? "" };
            foreach (var (name, value) in specification.Environment)
                start.Environment[name] = value;
            using var process = Process.Start(start)!;
            using var stop = cancellationToken.Register(() => new Thread(() => Stop(process)) { IsBackground = true }.Start());
            process.WaitForExit();
            ended.SetResult(process.ExitCode);
        }
        catch (Exception e)
        {
            ended.SetException(new EmbeddedException($"Cannot run {specification.Name}: {e.Message}", e));
        }
    }

    private static void Stop(Process process)
    {
        try
        {
            if (OperatingSystem.IsWindows() || !UnixProcess.Signal(process.Id, UnixProcess.Terminate) || !process.WaitForExit(_grace))
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended, and was disposed of, in between.
        }
    }
}
