using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Migrator;
using RaptorFlow.Workflows;
using StackExchange.Redis;

namespace RaptorFlow.Bench;

/// <summary>A migrated database, the ledger on it in this process, and agent hosts as processes of their own.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>Input of a task that does nothing.</summary>
    public const string Nothing = """{"bytes":0,"milliseconds":0}""";

    /// <summary>Input of a task that only answers.</summary>
    public const string Answer = """{"bytes":500,"milliseconds":0}""";

    private const string Agent = "BEN-001";
    private const string Guild = "bench";
    private const string Password = "bench";

    private readonly List<Server> _servers = [];
    private readonly IConnectionMultiplexer _redis;

    private Installation(string postgres, string redisAddress, IConnectionMultiplexer redis)
    {
        (Postgres, Redis, _redis) = (postgres, redisAddress, redis);
        Source = new NpgsqlDataSourceBuilder(postgres) { ConnectionStringBuilder = { MaxPoolSize = 40, NoResetOnClose = true } }.Build();
        Database = new(Source);
        Bus = new RaptorBus(redis, NullLogger<RaptorBus>.Instance);
        Submission = new(Database, TimeProvider.System);
        Reader = new(Database);
        Feed = new(Database, Bus, TimeProvider.System, NullLogger<RunEventFeed>.Instance);
    }

    /// <summary>As the role that serves.</summary>
    public string Postgres { get; }

    public string Redis { get; }
    public NpgsqlDataSource Source { get; }
    public Database Database { get; }
    public IRaptorBus Bus { get; }
    public RunSubmission Submission { get; }
    public RunReader Reader { get; }
    public RunEventFeed Feed { get; }
    public Guid Workspace { get; } = Guid.CreateVersion7();

    public static async Task<Installation> CreateAsync(string postgres, string redis)
    {
        var owner = Keywords(postgres);
        if (!Schema.Migrate(owner.ConnectionString, Password, TextWriter.Null, Console.Error))
            throw new InvalidOperationException("The database could not be migrated.");
        var app = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = "raptorflow_app", Password = Password };
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis);
        return new(app.ConnectionString, redis, multiplexer);
    }

    /// <summary>Starts an agent host and waits until it serves.</summary>
    public async Task<Server> StartHostAsync(int concurrency, params IEnumerable<(string Name, string Value)> more)
    {
        var host = await Server.StartAsync(
            Metadata("AgentHost"), Settings([("Plugins__Folder", Metadata("Guilds")), ("AgentHost__ConcurrencyPerGuild", $"{concurrency}"), .. more]));
        _servers.Add(host);
        return host;
    }

    /// <summary>Starts an API and waits until it serves.</summary>
    public async Task<Server> StartApiAsync()
    {
        var api = await Server.StartAsync(Metadata("Api"), Settings([("Identity__SigningKey", "a key that is only for measurements, and long enough for them")]));
        _servers.Add(api);
        return api;
    }

    public Task<AcceptedRun> SubmitAsync(string input, params WorkflowStep[] steps) => SubmitAsync(Workspace, input, steps);

    public async Task<AcceptedRun> SubmitAsync(Guid workspace, string input, params WorkflowStep[] steps)
    {
        var run = await AcceptAsync(workspace, input, steps);
        await Bus.PushAsync(run.Ready, CancellationToken.None);
        return run;
    }

    /// <summary>Accepts a run that the bus does not know of.</summary>
    public Task<AcceptedRun> AcceptAsync(Guid workspace, string input, params WorkflowStep[] steps) => Submission.SubmitAsync(
        new()
        {
            WorkspaceId = workspace,
            Definition = new() { Name = "bench", Summary = "Measured.", Steps = steps },
            Places = new Dictionary<string, AgentPlace> { [Agent] = AgentPlace.In(Guild) },
            Input = JsonSerializer.Deserialize<JsonElement>(input),
        },
        null, CancellationToken.None);

    /// <summary>Steps one after the other.</summary>
    public static WorkflowStep[] Line(int steps) => [.. Enumerable.Range(0, steps).Select(i => i == 0 ? Step("s0") : Step($"s{i}", $"s{i - 1}"))];

    public static WorkflowStep Step(string key, params string[] after) =>
        new() { Key = key, Title = key, Agent = Agent, After = after, Inputs = new Dictionary<string, string> { ["bytes"] = "input.bytes", ["milliseconds"] = "input.milliseconds" } };

    /// <summary>Until the run's last event is there.</summary>
    public async Task FinishAsync(Guid workspace, Guid run)
    {
        await foreach (var _ in Feed.FollowAsync(workspace, run, 0, CancellationToken.None))
        {
            // Only the end matters.
        }
    }

    /// <summary>Until no run is left open.</summary>
    public async Task FinishAllAsync()
    {
        while (await CountAsync("select count(*) from (select from tasks where lease_until is not null union all select from tasks where status = 'queued' and waiting_on = 0 limit 1) as open") > 0)
            await Task.Delay(50);
    }

    /// <summary>A count over all workspaces.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var scope = await Database.BeginSweepAsync(CancellationToken.None);
        return await scope.FirstAsync<long>(sql, null, CancellationToken.None);
    }

    /// <summary>A process of the Postgres's that serves this one.</summary>
    public async Task<int> BackendAsync()
    {
        await using var command = Source.CreateCommand("select pg_backend_pid()");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        await _redis.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static string Metadata(string key) => typeof(Installation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private Dictionary<string, string> Settings(IEnumerable<(string Name, string Value)> more) => new(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
    {
        ["ConnectionStrings__raptorflow"] = Postgres,
        ["ConnectionStrings__redis"] = Redis,
        ["Logging__LogLevel__Default"] = "Warning",
        ["DOTNET_gcServer"] = "0",
    };

    // The other engines take a URL.
    private static NpgsqlConnectionStringBuilder Keywords(string postgres)
    {
        if (!Uri.TryCreate(postgres, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("postgres", StringComparison.Ordinal))
            return new(postgres);
        var user = url.UserInfo.Split(':');
        return new() { Host = url.Host, Port = url.Port, Database = url.AbsolutePath.Trim('/'), Username = Uri.UnescapeDataString(user[0]), Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null };
    }
}
