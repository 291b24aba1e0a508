using System.Diagnostics;
using System.Globalization;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>What a run that ended badly may have left: a server still on the data, or the file that claims there is one.</summary>
internal static class PreviousPostmaster
{
    private const string NobodysNumber = "1073741823";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public static async Task ClearAsync(string pidFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(pidFile) || Find(pidFile) is not { } process)
            return;
        using (process)
        {
            if (process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase))
                await StopAsync(process, cancellationToken);
            else
                DisownNumber(pidFile);
        }
    }

    private static Process? Find(string pidFile)
    {
        if (!int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var processId))
            return null;
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// The number is by now another program's, and Postgres would refuse to start. The rest of the file stays: by it
    /// Postgres makes sure that no session of the old server still writes.
    /// </summary>
    private static void DisownNumber(string pidFile) =>
        File.WriteAllLines(pidFile, [NobodysNumber, .. File.ReadAllLines(pidFile).Skip(1)]);

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
