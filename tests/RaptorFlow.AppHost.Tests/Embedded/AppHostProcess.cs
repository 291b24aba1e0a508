using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace RaptorFlow.AppHost.Tests;

/// <summary>An AppHost as a user starts it, with a state folder of its own.</summary>
internal sealed partial class AppHostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];

    private AppHostProcess(StateFolder folder, string[] args)
    {
        Folder = folder.Path;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Folder };
        start.ArgumentList.Add(Metadata("AppHost"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.Environment["RAPTORFLOW_STATE"] = Path.Combine(Folder, "state");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Receive(e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public static string Root { get; } = Metadata("RepositoryRoot");

    public string Folder { get; }

    public string Output => string.Join('\n', _seen);

    /// <summary>The ports that the stack said it listens on.</summary>
    public IReadOnlyList<int> Ports => [.. Address().Matches(Output).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static AppHostProcess Start(StateFolder folder, params string[] args) => new(folder, args);

    /// <summary>Waits until the stack is up; returns where its API listens.</summary>
    public async Task<Uri> UpAsync()
    {
        await LineAsync(l => l.StartsWith("RaptorFlow is up", StringComparison.Ordinal));
        return new(ApiAddress().Match(Output).Groups[1].Value);
    }

    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
        {
            if (wanted(line))
                return line;
        }
        throw new InvalidOperationException($"The AppHost ended without the line waited for:\n{Output}");
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill(entireProcessTree: false);

    public void Terminate() => Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Waits until nothing listens on the stack's ports any more.</summary>
    public async Task AssertNothingListensAsync()
    {
        Assert.NotEmpty(Ports);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (Ports.Any(Listens))
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Metadata(string key) => typeof(AppHostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private void Receive(string? line)
    {
        if (line is null)
        {
            if (_process.HasExited)
                _lines.Writer.TryComplete();
            return;
        }
        lock (_seen)
            _seen.Add(line);
        _lines.Writer.TryWrite(line);
    }

    [GeneratedRegex(@"127\.0\.0\.1:(\d+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"^api\s.*?(http://127\.0\.0\.1:\d+)", RegexOptions.Multiline)]
    private static partial Regex ApiAddress();
}
