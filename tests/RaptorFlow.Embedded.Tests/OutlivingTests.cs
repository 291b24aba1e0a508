using System.Diagnostics;
using System.Globalization;
using Npgsql;
using RaptorFlow.Embedded.Processes;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Embedded.Tests;

/// <summary>Whatever happens to the process that started them, the servers end with it.</summary>
public sealed class OutlivingTests
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SigKill)]
    [InlineData(SigTerm)]
    public async Task Servers_WhenTheirParentEnds_EndToo(int signal)
    {
        using var parent = StartServing();
        var printed = await ReadAsync(parent, lines: 4);
        var folder = printed["folder"];
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "data", "postmaster.pid"), Cancelled))[0], CultureInfo.InvariantCulture);
        var descendants = DescendantsOf(parent.Id);
        Assert.Contains(postmaster, descendants);
        await AnswersAsync(printed);

        UnixProcess.Signal(parent.Id, signal);
        await parent.WaitForExitAsync(Cancelled);

        Assert.Equal(signal == SigTerm ? 0 : 128 + SigKill, parent.ExitCode);
        await Eventually.TrueAsync(() => Task.FromResult(!descendants.Any(IsRunning)), Cancelled);
        await Eventually.TrueAsync(() => Task.FromResult(!Directory.Exists(folder)), Cancelled);
    }

    [Fact]
    public async Task Command_WhenItsGuardIsKilled_EndsToo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && DeathSignal.Prefix(SigTerm).Any(), "The kernel's parent death signal is not to be had here.");
        await using var process = ProcessResource.Start(new ProcessSpecification("sleeper", "sh", ["-c", "echo up; exec sleep 3600"]));
        await Eventually.TrueAsync(() => Task.FromResult(process.Tail.Contains("up")), Cancelled);
        var descendants = DescendantsOf(process.ProcessId);
        Assert.NotEmpty(descendants);

        UnixProcess.Signal(process.ProcessId, SigKill);

        await Eventually.TrueAsync(() => Task.FromResult(!descendants.Any(IsRunning)), Cancelled);
    }

    private static Process StartServing() =>
        Process.Start(new ProcessStartInfo(Executable.Dotnet, [Executable.Embedded, "serve"]) { RedirectStandardOutput = true })!;

    private static async Task<Dictionary<string, string>> ReadAsync(Process process, int lines)
    {
        var printed = new Dictionary<string, string>(StringComparer.Ordinal);
        while (printed.Count < lines && await process.StandardOutput.ReadLineAsync(Cancelled) is { } line)
            printed[line[..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return printed;
    }

    private static async Task AnswersAsync(Dictionary<string, string> printed)
    {
        await using var source = NpgsqlDataSource.Create(printed["ConnectionStrings__raptorflow"]);
        await using var command = source.CreateCommand("select current_user");
        Assert.Equal("raptorflow_app", await command.ExecuteScalarAsync(Cancelled));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(printed["ConnectionStrings__redis"]);
        await redis.GetDatabase().PingAsync();
    }

    private static HashSet<int> DescendantsOf(int processId)
    {
        var pairs = Ps("-eo", "pid=,ppid=")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToLookup(pair => Number(pair[1]), pair => Number(pair[0]));
        var found = new HashSet<int>();
        var open = new Queue<int>([processId]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in pairs[parent].Where(found.Add))
                open.Enqueue(child);
        }

        return found;
    }

    // A zombie that nobody has reaped yet is not running.
    private static bool IsRunning(int processId) => Ps("-o", "stat=", "-p", $"{processId}").Trim() is { Length: > 0 } state && state[0] != 'Z';

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Ps(params string[] arguments)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", arguments) { RedirectStandardOutput = true })!;
        var output = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return output;
    }
}
