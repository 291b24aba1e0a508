using System.Diagnostics;
using System.Globalization;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>What a run that ended badly may have left: a server still on the data, or the file that claims there is one.</summary>
internal static class PreviousPostmaster
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public static async Task ClearAsync(string pidFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(pidFile))
            return;
        if (Find(pidFile) is { } server)
        {
            using (server)
                await StopAsync(server, cancellationToken);
        }

        File.Delete(pidFile);
    }

    private static Process? Find(string pidFile)
    {
        if (!int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var processId))
            return null;
        try
        {
            // The number may by now be anybody's.
            var process = Process.GetProcessById(processId);
            if (process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
                return process;
            process.Dispose();
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static async Task StopAsync(Process server, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !UnixProcess.Signal(server.Id, UnixProcess.Interrupt))
            server.Kill(entireProcessTree: true);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            await server.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(cancellationToken);
        }
    }
}
