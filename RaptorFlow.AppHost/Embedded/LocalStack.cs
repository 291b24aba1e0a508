using System.Globalization;
using RaptorFlow.Embedded;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Embedded.Processes;
using RaptorFlow.Embedded.Redis;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>What runs, in which order, and what each part is told about the others.</summary>
internal sealed class LocalStack(Checkout checkout, CancellationToken stopping) : IAsyncDisposable
{
    private const string LocalEmail = "local@raptorflow.localhost";

    private readonly Resources _resources = new();
    private Uri? _api;

    public async Task StartAsync(StartupDisplay display)
    {
        // Whoever reads that the stack is up may sign in at once: the password is written before.
        _ = checkout.LocalPassword;
        var (postgres, garnet) = await StartServersAsync(display);
        await MigrateAsync(display, postgres);
        var shared = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__raptorflow"] = postgres.AppConnectionString,
            ["ConnectionStrings__redis"] = garnet.ConnectionString,
            ["Plugins__Folder"] = checkout.Plugins,
            ["Credentials__Keys__0"] = checkout.SealingKey,
        };
        var api = new WebProgram(checkout, "api", "RaptorFlow.Api", new(shared, StringComparer.Ordinal) { ["Identity__SigningKey"] = checkout.SigningKey });
        var agents = new WebProgram(checkout, "agenthost", "RaptorFlow.AgentHost", shared);
        await Together.RunAsync(
            async cancellation => _api = await display.TrackAsync(api.Name, () => api.StartAsync(_resources, cancellation), address => $"{address}"),
            cancellation => display.TrackAsync(agents.Name, () => agents.StartAsync(_resources, cancellation), address => $"{address}"),
            stopping);
    }

    /// <summary>Stays until told to stop.</summary>
    public async Task<int> ServeAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"  API        {_api}   docs at {_api}docs");
        Console.WriteLine($"  Sign in    {LocalEmail}, password in {checkout.LocalPasswordFile}");
        Console.WriteLine($"  Logs       {checkout.Logs}");
        Console.WriteLine();
        Console.WriteLine("Ctrl+C stops everything; data is kept.");
        await _resources.WaitAsync(stopping);
        return 0;
    }

    /// <summary>Runs the command line client against the stack, attached to the console.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunClientAsync(string[] arguments)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var client = AttachedProcess.RunAsync(
            ProcessSpecification.Dotnet("cli", checkout.ProgramOf("RaptorFlow.Cli"), arguments) with
            {
                Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["RAPTORFLOW_URL"] = _api!.ToString(),
                    ["RAPTORFLOW_EMAIL"] = LocalEmail,
                    ["RAPTORFLOW_PASSWORD"] = checkout.LocalPassword,
                },
            },
            cancellation.Token);
        var failure = _resources.WaitAsync(cancellation.Token);
        if (await Task.WhenAny(client, failure) == client || stopping.IsCancellationRequested)
            return await client;

        await cancellation.CancelAsync();
        await client;
        await failure;
        return 1;
    }

    public ValueTask DisposeAsync() => _resources.DisposeAsync();

    private async Task<(EmbeddedPostgres Postgres, EmbeddedGarnet Garnet)> StartServersAsync(StartupDisplay display)
    {
        EmbeddedPostgres? postgres = null;
        EmbeddedGarnet? garnet = null;
        await Together.RunAsync(
            async cancellation => postgres = await display.TrackAsync("postgres", () => StartPostgresAsync(cancellation), server => $"127.0.0.1:{server.Port}  data in {server.Folder}"),
            async cancellation => garnet = await display.TrackAsync("garnet", () => StartGarnetAsync(cancellation), server => $"127.0.0.1:{server.Port}"),
            stopping);
        return (postgres!, garnet!);
    }

    private async Task<EmbeddedPostgres> StartPostgresAsync(CancellationToken cancellation)
    {
        var log = new LogFile(checkout.Logs, "postgres");
        var options = new EmbeddedPostgresOptions { Folder = Path.Combine(checkout.State, "postgres"), Durable = true, Output = log.WriteLine };
        var postgres = await EmbeddedPostgres.StartAsync(options, cancellation);
        _resources.Add(postgres.Process, postgres, log);
        return postgres;
    }

    private async Task<EmbeddedGarnet> StartGarnetAsync(CancellationToken cancellation)
    {
        var log = new LogFile(checkout.Logs, "garnet");
        var garnet = await EmbeddedGarnet.StartAsync(new EmbeddedGarnetOptions { Output = log.WriteLine }, cancellation);
        _resources.Add(garnet.Process, garnet, log);
        return garnet;
    }

    private Task<int> MigrateAsync(StartupDisplay display, EmbeddedPostgres postgres) =>
        display.TrackAsync("migrator", async () =>
        {
            using var log = new LogFile(checkout.Logs, "migrator");
            await using var migrator = ProcessResource.Start(ProcessSpecification.Dotnet("migrator", checkout.ProgramOf("RaptorFlow.Migrator")) with
            {
                Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings__raptorflow-owner"] = postgres.OwnerConnectionString },
                Output = log.WriteLine,
            });
            var exitCode = await migrator.Exited.WaitAsync(stopping);
            if (exitCode != 0)
                throw new EmbeddedException(Resources.Describe(migrator, string.Create(CultureInfo.InvariantCulture, $"failed with exit code {exitCode}"), log.Path));
            return exitCode;
        }, _ => "schema is current");
}
