using System.Globalization;

namespace RaptorFlow.Embedded.Processes;

internal sealed record GuardOptions(IReadOnlyList<string> Command)
{
    /// <summary>What asks the command to stop.</summary>
    public int Signal { get; init; } = UnixProcess.Terminate;

    /// <summary>How long it may take before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The user to run it as.</summary>
    public string? User { get; init; }

    /// <summary>A temporary folder to delete when the command was stopped.</summary>
    public string? Remove { get; init; }

    public static GuardOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new GuardOptions([]);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (arguments[i] == "--")
                return i + 1 < arguments.Count ? options with { Command = [.. arguments.Skip(i + 1)] } : null;
            if (i + 1 == arguments.Count)
                return null;
            var value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--signal" => options with { Signal = int.Parse(value, CultureInfo.InvariantCulture) },
                "--grace" => options with { Grace = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
                "--user" => options with { User = value },
                "--remove" => options with { Remove = value },
                _ => options,
            };
        }

        return null;
    }

    public IEnumerable<string> ToArguments() =>
    [
        "guard",
        "--signal", Signal.ToString(CultureInfo.InvariantCulture),
        "--grace", Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        .. User is null ? Array.Empty<string>() : ["--user", User],
        .. Remove is null ? Array.Empty<string>() : ["--remove", Remove],
        "--", .. Command,
    ];
}
