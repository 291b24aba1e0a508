using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>The folder of one server: data, passwords, and a lock that lets only one process at a time use it.</summary>
internal sealed class ServerFolder : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private ServerFolder(string path, bool temporary, ServerAccount? account)
    {
        Path = path;
        Temporary = temporary;
        CreateDirectory(path, account is null ? Private : Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _lock = Lock();
        Account = account is null || !Directory.Exists(Data) ? account : ServerAccount.OwnerOf(Data) ?? account;
    }

    public string Path { get; }

    public bool Temporary { get; }

    public ServerAccount? Account { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string PasswordFile => System.IO.Path.Combine(Path, "passwords.json");

    public string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    /// <summary>The version that made the data, or null when there is none yet.</summary>
    public int? Major => File.Exists(System.IO.Path.Combine(Data, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(System.IO.Path.Combine(Data, "PG_VERSION")).Trim().Split('.')[0], CultureInfo.InvariantCulture)
        : null;

    public static ServerFolder Open(string? requested)
    {
        var account = ServerAccount.Needed();
        var path = System.IO.Path.GetFullPath(requested ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"raptorflow-pg-{Guid.NewGuid():n}"));
        if (account is not null && !CanBeReachedByAll(System.IO.Path.GetDirectoryName(path)!))
            path = Elsewhere(path);
        return new ServerFolder(path, requested is null, account);
    }

    /// <summary>A new folder inside, given to the user the server runs as.</summary>
    public string CreateForServer(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        CreateDirectory(path, Private);
        GiveToServer(path);
        return path;
    }

    public void GiveToServer(string path)
    {
        if (Account is not null)
            UnixProcess.ChangeOwner(path, Account.UserId, Account.GroupId);
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (Temporary && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private FileStream Lock()
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new EmbeddedException($"The database in {Path} is in use by another running stack.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedException($"The database folder {Path} belongs to another user. Run as that user, or delete the folder to begin with an empty database.", e);
        }
    }

    private static void CreateDirectory(string path, UnixFileMode mode)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedException($"Cannot create {path}: {e.Message}", e);
        }
    }

    private static bool CanBeReachedByAll(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }

    /// <summary>The same folder for the same request, where every user can go.</summary>
    private static string Elsewhere(string path)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
        var elsewhere = System.IO.Path.Combine("/var/tmp", $"raptorflow-{key}");
        // Anyone may create a folder there: one that root did not make is not to be trusted with the data.
        if (Directory.Exists(elsewhere) && (ServerAccount.OwnerIdOf(elsewhere) != 0 || new DirectoryInfo(elsewhere).LinkTarget is not null))
            throw new EmbeddedException($"{elsewhere}, needed because Postgres cannot reach {path}, exists and belongs to someone else. Remove it.");
        return elsewhere;
    }
}
