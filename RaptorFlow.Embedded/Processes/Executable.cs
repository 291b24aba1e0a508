using System.Runtime.InteropServices;

namespace RaptorFlow.Embedded.Processes;

/// <summary>Where programs are found on this machine.</summary>
public static class Executable
{
    /// <summary>The <c>dotnet</c> that runs this process, also when it was started through an executable of its own.</summary>
    public static string Dotnet { get; } = FindDotnet();

    /// <summary>This assembly, whose commands guard other processes and host Garnet.</summary>
    internal static string Embedded { get; } = typeof(Executable).Assembly.Location;

    /// <summary>The full path of a program on the PATH, or null.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.Combine(folder, Named(name)))
            .FirstOrDefault(File.Exists);

    internal static string Named(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static string FindDotnet()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/ is three folders below the program.
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", Named("dotnet")));
        return File.Exists(beside) ? beside : OnPath("dotnet") ?? Named("dotnet");
    }
}
