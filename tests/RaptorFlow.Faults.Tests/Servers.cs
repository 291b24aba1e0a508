using System.Diagnostics;
using System.Globalization;
using RaptorFlow.Embedded;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Embedded.Redis;

namespace RaptorFlow.Faults.Tests;

/// <summary>A durable Postgres that can crash and come back on the same port with the same data.</summary>
internal sealed class CrashingPostgres : IAsyncDisposable
{
    private readonly EmbeddedPostgresOptions _options;

    private CrashingPostgres(EmbeddedPostgresOptions options, EmbeddedPostgres server)
    {
        _options = options;
        Server = server;
    }

    public EmbeddedPostgres Server { get; private set; }

    public static async Task<CrashingPostgres> StartAsync(CancellationToken cancellationToken)
    {
        var options = new EmbeddedPostgresOptions { Folder = Path.Combine(Path.GetTempPath(), $"raptorflow-faults-{Guid.NewGuid():N}"), Port = FreePort.Next(), Durable = true };
        return new(options, await EmbeddedPostgres.StartAsync(options, cancellationToken));
    }

    /// <summary>Ends it without a checkpoint, as a crash of its machine would, and brings it back.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken)
    {
        // The server itself: its guard ignores the signal where whoever started the tests does, as under nohup.
        var postmaster = await File.ReadAllLinesAsync(Path.Combine(Server.Folder, "data", "postmaster.pid"), cancellationToken);
        await Signals.SendAsync("QUIT", int.Parse(postmaster[0], CultureInfo.InvariantCulture));
        await Server.Process.Exited.WaitAsync(cancellationToken);
        await Server.DisposeAsync();
        Server = await EmbeddedPostgres.StartAsync(_options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Server.Folder, recursive: true);
    }
}

/// <summary>A server of the Redis protocol that can lose all it holds.</summary>
internal interface IForgetfulRedis : IAsyncDisposable
{
    string ConnectionString { get; }

    Task RestartEmptyAsync(CancellationToken cancellationToken);
}

internal sealed class ForgetfulGarnet(EmbeddedGarnet garnet) : IForgetfulRedis
{
    public string ConnectionString => garnet.ConnectionString;

    public Task RestartEmptyAsync(CancellationToken cancellationToken) => garnet.RestartAsync(cancellationToken);

    public ValueTask DisposeAsync() => garnet.DisposeAsync();
}

/// <summary>Debian's redis-server, without persistence.</summary>
internal sealed class ForgetfulRedisServer : IForgetfulRedis
{
    private readonly int _port = FreePort.Next();
    private Process _process;

    public ForgetfulRedisServer() => _process = Start();

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},abortConnect=false");

    public static bool IsInstalled => File.Exists("/usr/bin/redis-server");

    public async Task RestartEmptyAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        _process.Dispose();
        _process = Start();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "/usr/bin/redis-server", ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
}

internal static class Signals
{
    public static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
