using System.Globalization;
using System.Security.Cryptography;
using RaptorFlow.Embedded;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>The repository this AppHost was built in: where its programs are, and what the stack keeps between runs.</summary>
internal sealed class Checkout : IDisposable
{
    private readonly FileStream _lock;

    private Checkout(string root, string state, FileStream @lock)
    {
        Root = root;
        State = state;
        _lock = @lock;
        Logs = Directory.CreateDirectory(Path.Combine(state, "logs")).FullName;
    }

    public string Root { get; }

    /// <summary>Ignored by git; deleting it begins anew. <c>RAPTORFLOW_STATE</c> names another folder, for a second stack on the same checkout.</summary>
    public string State { get; }

    public string Logs { get; }

    public string Plugins => Path.Combine(Root, "artifacts", "plugins");

    /// <summary>Signs access tokens; kept, so that they outlive a restart.</summary>
    public string SigningKey => Secret("signing-key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));

    /// <summary>Encrypts what workspaces enter for sources; kept with the data that it encrypts.</summary>
    public string SealingKey => Secret("sealing-key", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The password of the local workspace.</summary>
    public string LocalPassword => Secret("local-password", () => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789", 24));

    public string LocalPasswordFile => Path.Combine(State, "local-password");

    /// <exception cref="EmbeddedException">Another AppHost runs on it, or it cannot be written to.</exception>
    public static Checkout Open()
    {
        // <root>/RaptorFlow.AppHost/bin/<configuration>/<framework>/
        var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
        var state = Environment.GetEnvironmentVariable("RAPTORFLOW_STATE") is { Length: > 0 } given ? Path.GetFullPath(given) : Path.Combine(root, ".raptorflow");
        try
        {
            Directory.CreateDirectory(state);
            return new Checkout(root, state, Lock(state));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedException($"{state} cannot be written to: it belongs to another user. Run as that user, or delete it to begin anew.", e);
        }
    }

    /// <summary>The assembly of a project, as built together with this one.</summary>
    public string ProgramOf(string project)
    {
        var output = Path.GetRelativePath(Path.Combine(Root, "RaptorFlow.AppHost"), AppContext.BaseDirectory);
        var assembly = Path.GetFullPath(Path.Combine(Root, project, output, project + ".dll"));
        return File.Exists(assembly) ? assembly : throw new EmbeddedException($"{assembly} is missing. Build RaptorFlow.AppHost, which builds it.");
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string state)
    {
        var pidFile = Path.Combine(state, "apphost.pid");
        try
        {
            var @lock = new FileStream(Path.Combine(state, "apphost.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return @lock;
        }
        catch (IOException e)
        {
            var other = File.Exists(pidFile) ? $" (process {File.ReadAllText(pidFile).Trim()})" : "";
            throw new EmbeddedException($"An AppHost is already running on this checkout{other}. Stop it first, or use what it serves.", e);
        }
    }

    private string Secret(string name, Func<string> generate) => PrivateFile.ReadOrCreate(Path.Combine(State, name), generate);
}
