namespace RaptorFlow.Embedded.Processes;

/// <summary>
/// The process that started this one. Only <c>dotnet run</c> matters: killed outright, it cannot pass the news on. A
/// shell that ends may mean to leave its children running.
/// </summary>
public static class ParentProcess
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>Calls back when the <c>dotnet</c> that started this process is gone.</summary>
    public static IDisposable OnDeath(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (OperatingSystem.IsWindows())
            return new Timer(_ => { });
        var parent = UnixProcess.ParentId;
        return IsDotnet(parent)
            ? new Timer(_ => CheckUnlessItIs(parent, action), null, _interval, _interval)
            : new Timer(_ => { });
    }

    private static void CheckUnlessItIs(int parent, Action action)
    {
        if (UnixProcess.ParentId != parent)
            action();
    }

    private static bool IsDotnet(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return process.ProcessName == "dotnet";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
