namespace RaptorFlow.AppHost.Tests;

/// <summary>Where a stack keeps its data and a user stands, gone with the test.</summary>
internal sealed class StateFolder : IDisposable
{
    public StateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("raptorflow-apphost-");
        // Postgres runs as another user when this is root, and must reach its data.
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        Path = folder.FullName;
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
