using System.Diagnostics;
using System.Globalization;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>The user Postgres runs as when this process is root, which Postgres refuses to run as.</summary>
internal sealed record ServerAccount(string Name, int UserId, int GroupId)
{
    private static readonly string[] _preferred = ["postgres", "_postgres", "nobody", "daemon"];

    /// <summary>Null when this process may run Postgres itself.</summary>
    public static ServerAccount? Needed()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        var known = Known().ToList();
        return _preferred.Select(name => known.Find(account => account.Name == name)).FirstOrDefault(account => account is not null)
            ?? throw new EmbeddedException($"Postgres refuses to run as root, and none of the users {string.Join(", ", _preferred)} exists. Run the stack as an ordinary user.");
    }

    /// <summary>The account data was made under, so that what one run left the next can read.</summary>
    public static ServerAccount? OwnerOf(string path) =>
        OwnerIdOf(path) is { } userId and not 0 ? Known().FirstOrDefault(account => account.UserId == userId) : null;

    public static int? OwnerIdOf(string path)
    {
        // POSIX ls is the one portable way to an owner that .NET does not expose.
        using var process = Process.Start(new ProcessStartInfo("ls", ["-nd", path]) { RedirectStandardOutput = true })!;
        var columns = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return columns.Length > 2 && int.TryParse(columns[2], CultureInfo.InvariantCulture, out var userId) ? userId : null;
    }

    private static IEnumerable<ServerAccount> Known()
    {
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            if (line.Split(':') is [var name, _, var user, var group, ..]
                && int.TryParse(user, CultureInfo.InvariantCulture, out var userId)
                && int.TryParse(group, CultureInfo.InvariantCulture, out var groupId))
            {
                yield return new ServerAccount(name, userId, groupId);
            }
        }
    }
}
