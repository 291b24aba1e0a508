using System.Globalization;
using RaptorFlow.Embedded.Processes;

namespace RaptorFlow.Embedded.Redis;

/// <summary>
/// A server of Redis's protocol as a process of this machine: Microsoft Garnet with Lua and publish/subscribe, without
/// persistence. It ends with the process that started it, however that ends.
/// </summary>
public sealed class EmbeddedGarnet : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(60);

    private readonly EmbeddedGarnetOptions _options;
    private ProcessResource _process;

    private EmbeddedGarnet(EmbeddedGarnetOptions options, int port, ProcessResource process)
    {
        _options = options;
        Port = port;
        _process = process;
    }

    public int Port { get; }

    /// <summary>The running server: its exit, its last lines.</summary>
    public ProcessResource Process => _process;

    /// <summary>For StackExchange.Redis; connects also when the server is away for a while.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},abortConnect=false")
        + (_options.Password is null ? "" : $",password={_options.Password}");

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="EmbeddedException">It does not start.</exception>
    public static async Task<EmbeddedGarnet> StartAsync(EmbeddedGarnetOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmbeddedGarnetOptions();
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port ?? FreePort.Next();
            if (await TryStartAsync(options, port, cancellationToken) is { } process)
                return new EmbeddedGarnet(options, port, process);
            if (options.Port is not null || attempt == Attempts)
                throw new EmbeddedException($"Garnet cannot listen on 127.0.0.1:{port}: the port is taken.");
        }
    }

    /// <summary>Ends the server as a crash would; all it held is lost.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Brings a server back on the same port, empty; kills the present one first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await KillAsync();
        await _process.DisposeAsync();
        _process = await TryStartAsync(_options, Port, cancellationToken)
            ?? throw new EmbeddedException($"Garnet cannot listen on 127.0.0.1:{Port} again: the port was taken meanwhile.");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<ProcessResource?> TryStartAsync(EmbeddedGarnetOptions options, int port, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = ProcessResource.StartUnguarded(ProcessSpecification.Dotnet("garnet", Executable.Embedded, "garnet", "--port", port.ToString(CultureInfo.InvariantCulture)) with
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { [GarnetHost.PasswordVariable] = options.Password },
            Output = line =>
            {
                if (line == GarnetHost.Ready)
                    ready.TrySetResult();
                options.Output?.Invoke(line);
            },
        });

        try
        {
            await Task.WhenAny(ready.Task, process.Exited).WaitAsync(_startTimeout, cancellationToken);
        }
        catch (Exception)
        {
            await process.DisposeAsync();
            throw;
        }

        if (ready.Task.IsCompleted)
            return process;
        if (await process.Exited == GarnetHost.PortTaken)
            return null;
        throw new EmbeddedException($"Garnet did not start:{Environment.NewLine}{string.Join(Environment.NewLine, process.Tail)}");
    }
}
