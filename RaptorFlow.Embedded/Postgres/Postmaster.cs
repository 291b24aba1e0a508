using System.Globalization;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Postgres;

/// <summary>Starts the server process and waits until it accepts connections.</summary>
internal static class Postmaster
{
    private const int Attempts = 5;
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(20);

    public static async Task<(int Port, ProcessResource Process)> StartAsync(
        ServerFolder folder, PostgresBinaries binaries, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port ?? FreePort.Next();
            var stale = Read(folder.PidFile);
            var process = ProcessResource.Start(Specify(folder, binaries, options, port));
            try
            {
                if (await WaitUntilReadyAsync(folder, process, stale, cancellationToken))
                    return (port, process);
            }
            catch (Exception)
            {
                await process.DisposeAsync();
                throw;
            }

            var tail = string.Join(Environment.NewLine, process.Tail);
            await process.DisposeAsync();
            if (attempt == Attempts || !IsWorthAnotherTry(tail, options))
                throw new EmbeddedException($"Postgres did not start on 127.0.0.1:{port} with the data in {folder.Path}:{Environment.NewLine}{tail}");
        }
    }

    private static bool IsWorthAnotherTry(string tail, EmbeddedPostgresOptions options) =>
        (options.Port is null && tail.Contains("Address already in use", StringComparison.OrdinalIgnoreCase))
        // Sessions of a server that crashed a moment ago notice, and leave, shortly after it.
        || tail.Contains("pre-existing shared memory block", StringComparison.OrdinalIgnoreCase);

    private static ProcessSpecification Specify(ServerFolder folder, PostgresBinaries binaries, EmbeddedPostgresOptions options, int port) =>
        new("postgres", binaries.Server, ["-D", folder.Data, .. Settings(options, port).SelectMany(setting => new[] { "-c", setting })])
        {
            // SIGINT is Postgres's fast shutdown: sessions are ended, nothing committed is lost.
            StopSignal = UnixProcess.Interrupt,
            User = folder.Account?.Name,
            WorkingDirectory = folder.Path,
            TemporaryFolder = folder.Temporary ? folder.Path : null,
            Output = options.Output,
        };

    private static IEnumerable<string> Settings(EmbeddedPostgresOptions options, int port) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"port={port}"),
        string.Create(CultureInfo.InvariantCulture, $"max_connections={options.MaxConnections}"),
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "shared_buffers=64MB",
        "timezone=UTC",
        "log_timezone=UTC",
        "lc_messages=C",
        "logging_collector=off",
        .. options.Durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB"],
    ];

    private static async Task<bool> WaitUntilReadyAsync(ServerFolder folder, ProcessResource process, string[] stale, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_startTimeout);
        try
        {
            while (!process.HasExited)
            {
                if (IsReady(Read(folder.PidFile), stale))
                    return true;
                await Task.Delay(_poll, timeout.Token);
            }

            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EmbeddedException($"Postgres was not ready after {_startTimeout.TotalSeconds:0} seconds:{Environment.NewLine}{string.Join(Environment.NewLine, process.Tail)}");
        }
    }

    // The first lines of postmaster.pid name the server, by number and start time; the eighth is its state.
    private static bool IsReady(string[] lines, string[] stale) =>
        lines is [_, _, _, _, _, _, _, var state, ..] && state.Trim() == "ready" && !lines.Take(4).SequenceEqual(stale.Take(4), StringComparer.Ordinal);

    private static string[] Read(string pidFile)
    {
        try
        {
            return File.Exists(pidFile) ? File.ReadAllLines(pidFile) : [];
        }
        catch (IOException)
        {
            // The server is replacing it at this moment.
            return [];
        }
    }
}
