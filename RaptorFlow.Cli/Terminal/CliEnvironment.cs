using Spectre.Console;

namespace RaptorFlow.Cli.Terminal;

/// <summary>What a command sees of the process it runs in.</summary>
internal sealed record CliEnvironment
{
    /// <summary>What is typed or piped in.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>For tables and live displays; writes to the same place as <see cref="Out"/>.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>Whether a person sees the output as it is drawn; else it is written as plain lines.</summary>
    public required bool Interactive { get; init; }

    public required TimeProvider Time { get; init; }

    public required string Folder { get; init; }

    public required Func<string, string?> Variable { get; init; }

    public static CliEnvironment OfProcess() => new()
    {
        In = System.Console.In,
        Out = System.Console.Out,
        Error = System.Console.Error,
        Console = AnsiConsole.Console,
        Interactive = !System.Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true },
        Time = TimeProvider.System,
        Folder = Directory.GetCurrentDirectory(),
        Variable = Environment.GetEnvironmentVariable,
    };
}
