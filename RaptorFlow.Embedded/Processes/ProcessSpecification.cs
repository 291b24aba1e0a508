namespace RaptorFlow.Embedded.Processes;

/// <summary>A process of the stack, before it runs.</summary>
/// <param name="Name">What people call it; it prefixes its output.</param>
/// <param name="FileName">The program, by path or as found on the PATH.</param>
/// <param name="Arguments">Its arguments, passed as they are.</param>
public sealed record ProcessSpecification(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables added to, or with a null value removed from, the environment of this process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public string? WorkingDirectory { get; init; }

    /// <summary>How long it may take to stop when asked before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Receives each line it writes, to standard output or error.</summary>
    public Action<string>? Output { get; init; }

    /// <summary>The user it runs as, on Unix and when this process is root's.</summary>
    internal string? User { get; init; }

    internal int StopSignal { get; init; } = UnixProcess.Terminate;

    /// <summary>A folder that has no use after it.</summary>
    internal string? TemporaryFolder { get; init; }

    /// <summary>A .NET program, given its assembly.</summary>
    public static ProcessSpecification Dotnet(string name, string assembly, params IReadOnlyList<string> arguments) =>
        new(name, Executable.Dotnet, [assembly, .. arguments]);
}
