using System.ComponentModel;
using System.Diagnostics;

namespace RaptorFlow.Embedded.Processes;

/// <summary>
/// On Linux the kernel itself can tell a command that its guard died, which covers a guard killed outright. util-linux's
/// setpriv asks for it; where that is missing, the guard's pipe alone must do.
/// </summary>
internal static class DeathSignal
{
    public static IEnumerable<string> Prefix(int signal) =>
        OperatingSystem.IsLinux() && Executable.OnPath("setpriv") is { } setpriv && Supports(setpriv)
            ? [setpriv, "--pdeathsig", signal == UnixProcess.Interrupt ? "INT" : "TERM", "--"]
            : [];

    private static bool Supports(string setpriv)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(setpriv, ["--pdeathsig", "keep", "--", "true"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
            probe!.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
