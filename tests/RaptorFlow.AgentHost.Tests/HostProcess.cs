using System.Diagnostics;
using System.Globalization;

namespace RaptorFlow.AgentHost.Tests;

/// <summary>An agent host as a process of its own, which ends, without warning, when it is let go.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    /// <summary>Starts a host that serves the same installation.</summary>
    public static HostProcess Start(HostUnderTest installation, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AgentHost.Guilds.HostedGuilds).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in installation.Settings)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["AgentHost__Sweep"] = "00:00:00.200";
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>Holds it where it is: what is sent to it arrives, and is not read.</summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>SIGKILL, and until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
