using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>An installation of Postgres: the folder with its programs, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    public string Server => Path.Combine(Folder, Executable.Named("postgres"));

    public string InitDb => Path.Combine(Folder, Executable.Named("initdb"));

    /// <summary>The installation a data folder was made with, else the first on the PATH, else the newest.</summary>
    public static PostgresBinaries? Find(int? major, string? folder = null)
    {
        var found = (folder is null ? OnPath().Concat(WellKnown()) : [folder])
            .Select(Inspect)
            .OfType<PostgresBinaries>()
            .Where(binaries => binaries.Major >= OldestMajor);
        return found.FirstOrDefault(binaries => major is null || binaries.Major == major);
    }

    private static IEnumerable<string> OnPath()
    {
        if (Executable.OnPath("postgres") is not { } server)
            return [];
        // A link on the PATH stands for the folder it points to, where the other programs are.
        var target = File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server;
        return [Path.GetDirectoryName(target)!];
    }

    private static IEnumerable<string> WellKnown() =>
        new[]
        {
            ("/usr/lib/postgresql", "*", "bin"),
            ("/usr", "pgsql-*", "bin"),
            ("/usr/libexec", "postgresql*", ""),
            ("/opt/homebrew/opt", "postgresql*", "bin"),
            ("/usr/local/opt", "postgresql*", "bin"),
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
            ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"),
        }
        .Where(place => Directory.Exists(place.Item1))
        .SelectMany(place => Directory.EnumerateDirectories(place.Item1, place.Item2).Select(found => Path.Combine(found, place.Item3)))
        .OrderByDescending(NumberIn);

    private static int NumberIn(string folder) =>
        Digits().Match(folder) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;

    private static PostgresBinaries? Inspect(string folder)
    {
        var binaries = new PostgresBinaries(folder, 0);
        if (!File.Exists(binaries.Server) || !File.Exists(binaries.InitDb))
            return null;
        using var process = Process.Start(new ProcessStartInfo(binaries.Server, ["--version"]) { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return binaries with { Major = NumberIn(version) };
    }

    [GeneratedRegex("[0-9]{1,4}", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
