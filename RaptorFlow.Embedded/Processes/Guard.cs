using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RaptorFlow.Embedded.Processes;

/// <summary>
/// Runs one command and outlives nobody: standard input is a pipe from the parent, and when it ends, because the parent
/// closed it or was killed, the command is stopped, gracefully first. A line "kill" on that pipe kills it at once.
/// </summary>
internal sealed class Guard(GuardOptions options) : IDisposable
{
    private readonly Process _command = new();
    private int _stopping;
    private volatile bool _killed;

    public static int Run(string[] arguments)
    {
        UnixProcess.LeaveTerminal();
        if (GuardOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine("guard: no command given after --");
            return 64;
        }

        using var guard = new Guard(options);
        try
        {
            return guard.Run();
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"cannot run {options.Command[0]}: {e.Message}");
            return 127;
        }
    }

    public void Dispose() => _command.Dispose();

    private int Run()
    {
        using var terminate = StopOn(PosixSignal.SIGTERM);
        using var interrupt = StopOn(PosixSignal.SIGINT);
        using var hangup = StopOn(PosixSignal.SIGHUP);

        // On this thread, which lives as long as the process: Linux's parent death signal is about the thread that forks.
        Start();
        new Thread(FollowParent) { IsBackground = true }.Start();
        _command.WaitForExit();
        RemoveFolder();
        if (_killed && !OperatingSystem.IsWindows())
            UnixProcess.Signal(UnixProcess.OwnGroup, UnixProcess.Kill);
        return _command.ExitCode;
    }

    private PosixSignalRegistration StopOn(PosixSignal signal) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            new Thread(Stop) { IsBackground = true }.Start();
        });

    private void Start()
    {
        string[] line = [.. DeathSignal.Prefix(options.Signal), .. options.Command];
        _command.StartInfo = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardInput = true, UseShellExecute = false };
        if (options.User is not null)
            _command.StartInfo.UserName = options.User;
        _command.Start();
        _command.StandardInput.Close();
    }

    private void FollowParent()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
        {
            if (line == "kill")
                Kill();
        }

        Stop();
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
            return;
        var asked = !OperatingSystem.IsWindows() && UnixProcess.Signal(_command.Id, options.Signal);
        if (!asked || !_command.WaitForExit(options.Grace))
            Kill();
    }

    private void Kill()
    {
        _killed = true;
        // On Unix its descendants go with the process group; walking the tree would leave stopped processes behind.
        _command.Kill(entireProcessTree: OperatingSystem.IsWindows());
    }

    private void RemoveFolder()
    {
        // When the command ended by itself the parent is there, and may want to start another one on the same folder.
        if (_stopping == 1 && options.Remove is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
