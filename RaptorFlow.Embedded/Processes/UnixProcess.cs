using System.Runtime.InteropServices;

namespace RaptorFlow.Embedded.Processes;

/// <summary>What .NET does not offer of POSIX.</summary>
internal static partial class UnixProcess
{
    /// <summary>For <see cref="Signal"/>: this process and all that it started, less what left the group.</summary>
    public const int OwnGroup = 0;

    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Leaves the terminal's process group, so that Ctrl+C reaches the parent alone and it can stop things in order.</summary>
    public static void LeaveTerminal()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetSession();
    }

    public static bool Signal(int processId, int signal) => SendSignal(processId, signal) == 0;

    public static int ParentId => GetParentId();

    public static void ChangeOwner(string path, int userId, int groupId)
    {
        if (SetOwner(path, userId, groupId) != 0)
            throw new EmbeddedException($"Cannot give {path} to user {userId}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOwner(string path, int userId, int groupId);
}
