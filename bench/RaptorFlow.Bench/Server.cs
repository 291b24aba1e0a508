using System.Diagnostics;
using RaptorFlow.Embedded;

namespace RaptorFlow.Bench;

/// <summary>An API, an agent host or another server as a process of its own, gone with the object.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;

    private Server(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>What it holds of the machine's memory, in MB.</summary>
    public double MemoryMb
    {
        get
        {
            _process.Refresh();
            return Math.Round(_process.WorkingSet64 / 1048576.0);
        }
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<Server> StartAsync(string assembly, IReadOnlyDictionary<string, string> settings, params string[] words)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var start = new ProcessStartInfo("dotnet", [assembly, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
        process.BeginErrorReadLine();
        var server = new Server(process, address);
        using var http = new HttpClient { BaseAddress = address };
        for (var tries = 0; !process.HasExited && tries < 600; tries++)
        {
            try
            {
                if ((await http.GetAsync(new Uri("health", UriKind.Relative))).IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not there yet.
            }
            await Task.Delay(50);
        }
        await server.DisposeAsync();
        throw new InvalidOperationException($"{Path.GetFileName(assembly)} does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
