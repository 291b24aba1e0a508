using RaptorFlow.Cli.Commands;
using RaptorFlow.Cli.Terminal;
using Spectre.Console;

namespace RaptorFlow.Cli.Tests.Commands;

/// <summary>The program in a folder of its own, with what it wrote.</summary>
internal sealed class TestCli : IDisposable
{
    public const string Email = "ada@example.test";
    public const string Password = "correct horse battery";
    private readonly Dictionary<string, string> _variables = new() { ["RAPTORFLOW_EMAIL"] = Email, ["RAPTORFLOW_PASSWORD"] = Password };

    public TestCli(string? address = null)
    {
        Directory.CreateDirectory(Folder);
        if (address is not null)
            _variables["RAPTORFLOW_URL"] = address;
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "raptorflow-cli-" + Guid.NewGuid().ToString("N"));

    /// <summary>Whether a person is thought to look on.</summary>
    public bool Interactive { get; init; }

    /// <summary>What stands on standard input.</summary>
    public string In { get; init; } = "";

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public Dictionary<string, string> Variables => _variables;

    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public Task<int> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments) => CommandLine.RunAsync(arguments, Environment(), cancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private CliEnvironment Environment() => new()
    {
        In = new StringReader(In),
        Out = Out,
        Error = Error,
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(Out) }),
        Interactive = Interactive,
        Time = TimeProvider.System,
        Folder = Folder,
        Variable = _variables.GetValueOrDefault,
    };
}
