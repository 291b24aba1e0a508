using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Migrator;
using RaptorFlow.SteppedClock;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;
using StackExchange.Redis;

namespace RaptorFlow.Faults.Tests;

/// <summary>Agent hosts as processes of their own, on servers that fail, and a submitter that takes refusals and tries again.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly Process[] _hosts;
    private readonly IForgetfulRedis _redis;
    private readonly IConnectionMultiplexer _connection;
    private readonly ScriptedServer _vendor;
    private readonly string _clocks = Directory.CreateTempSubdirectory("raptorflow-clocks-").FullName;
    private readonly NpgsqlDataSource _source;
    private readonly RunSubmission _submission;

    private Installation(CrashingPostgres postgres, IForgetfulRedis redis, IConnectionMultiplexer connection, ScriptedServer vendor, int hosts)
    {
        (Postgres, _redis, _connection, _vendor, _hosts) = (postgres, redis, connection, vendor, new Process[hosts]);
        _source = NpgsqlDataSource.Create(postgres.Server.AppConnectionString + ";Timeout=5");
        Database = new(_source);
        Bus = new RaptorBus(connection, NullLogger<RaptorBus>.Instance);
        _submission = new(Database, TimeProvider.System);
        Control = new(Database, Bus);
        Pause = new(Database, Bus);
    }

    public CrashingPostgres Postgres { get; }
    public Database Database { get; }
    public IRaptorBus Bus { get; }
    public RunControl Control { get; }
    public RunPause Pause { get; }

    public IReadOnlyList<Guid> Workspaces { get; } = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    public static async Task<Installation> StartAsync(IForgetfulRedis redis, int hosts, CancellationToken cancellationToken)
    {
        var postgres = await CrashingPostgres.StartAsync(cancellationToken);
        if (!Schema.Migrate(postgres.Server.OwnerConnectionString + ";Pooling=false", null, TextWriter.Null, Console.Error))
            throw new InvalidOperationException("The database could not be migrated.");
        var vendor = await ScriptedServer.StartAsync();
        // Not an answer: the draft is kept, and both calls are paid.
        vendor.On(ScriptedServer.Gpt, ScriptedStreams.OpenAiStream(["no"], new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 }));
        var installation = new Installation(postgres, redis, await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",connectTimeout=1000"), vendor, hosts);
        await installation.AllowAsync(cancellationToken);
        for (var i = 0; i < hosts; i++)
        {
            installation.StepClock(i, TimeSpan.Zero);
            installation.StartHost(i);
        }
        return installation;
    }

    // Little enough for holds to be refused while others are out.
    private async Task AllowAsync(CancellationToken cancellationToken)
    {
        await using var scope = await Database.BeginAsync(Workspaces, cancellationToken);
        await scope.ExecuteAsync("""
            insert into budgets (id, workspace_id, scope, scope_id, limit_micros)
            select gen_random_uuid(), w, 'workspace_month', to_char(now() at time zone 'UTC', 'YYYY-MM'), 200000 from unnest(@Workspaces) as w
            """, new { Workspaces = Workspaces.ToArray() }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    public async Task<Guid> SubmitAsync(Guid workspace, string input, IReadOnlyList<WorkflowStep> steps, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var run = await _submission.SubmitAsync(new()
                {
                    WorkspaceId = workspace,
                    Definition = new() { Name = "faults", Summary = "Mixed.", Steps = steps },
                    Places = new Dictionary<string, AgentPlace> { ["EFF-001"] = AgentPlace.In("effects"), ["EFF-002"] = new("effects", AgentPlace.LaneOf("effects", "EFF-002", 4)) },
                    Input = JsonSerializer.Deserialize<JsonElement>(input),
                    Priority = (RunPriority)(steps.Count % 4),
                }, null, cancellationToken);
                await Bus.PushAsync(run.Ready, cancellationToken);
                return run.RunId;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>What every process of the installation is told.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ConnectionStrings__raptorflow"] = Postgres.Server.AppConnectionString + ";Timeout=5",
        ["ConnectionStrings__redis"] = _redis.ConnectionString,
        ["Logging__LogLevel__Default"] = "Error",
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
    };

    private Dictionary<string, string> HostSettings() => new()
    {
        ["Plugins__Folder"] = Metadata("TestGuildsFolder"),
        ["AgentHost__Guilds__0"] = "effects",
        ["AgentHost__Lease"] = $"{Lease}",
        ["AgentHost__Sweep"] = "00:00:00.500",
        ["AgentHost__ConcurrencyPerGuild"] = "24",
        ["Costs__HoldLifetime"] = "00:00:10",
        ["OPENAI_API_KEY"] = "key",
        ["Models__Providers__openai__BaseAddress"] = new Uri(_vendor.Address, "v1").ToString(),
        ["Models__Resilience__RetryDelay"] = "00:00:00.010",
        ["Models__Catalogue__0__Id"] = "gpt-5",
        ["Models__Catalogue__0__Provider"] = "openai",
        ["Models__Catalogue__0__Tiers__0"] = "economy",
        ["Models__Catalogue__0__Tiers__1"] = "balanced",
        ["Models__Catalogue__0__Tiers__2"] = "premium",
        ["Models__Catalogue__0__InputPerMillion"] = "1.25",
        ["Models__Catalogue__0__OutputPerMillion"] = "10",
        ["Models__Catalogue__0__MaxOutputTokens"] = "8192",
        ["Models__Catalogue__0__ContextTokens"] = "200000",
    };

    public void StartHost(int index)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AgentHost.Guilds.HostedGuilds).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Settings.Concat(HostSettings()))
            start.Environment[key] = value;
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(HostClock).Assembly.Location;
        start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(HostClock).Assembly.GetName().Name;
        start.Environment[HostClock.Variable] = Clock(index);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _hosts[index] = process;
    }

    /// <summary>Ends a host without warning and starts another in its place.</summary>
    public async Task KillHostAsync(int index)
    {
        _hosts[index].Kill();
        await _hosts[index].WaitForExitAsync();
        _hosts[index].Dispose();
        StartHost(index);
    }

    /// <summary>Holds a host for longer than its leases last: it goes on believing in claims that are others' by then.</summary>
    public async Task FreezeHostAsync(int index, CancellationToken cancellationToken)
    {
        await Signals.SendAsync("STOP", _hosts[index].Id);
        await Task.Delay(Lease + TimeSpan.FromSeconds(1.5), cancellationToken);
        await Signals.SendAsync("CONT", _hosts[index].Id);
    }

    /// <summary>Sets a host's time of day, off from the right one by this much. It stays so when the host is started anew.</summary>
    public void StepClock(int index, TimeSpan offset) => HostClock.Step(Clock(index), offset);

    public Task LoseRedisAsync(CancellationToken cancellationToken) => _redis.RestartEmptyAsync(cancellationToken);

    /// <summary>Cuts every connection of the serving role.</summary>
    public async Task DropConnectionsAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.Server.SuperuserConnectionString);
        await using var command = source.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'raptorflow_app'");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets go of this process's own connections, of which any may be one that was cut and only says so when it is used.</summary>
    public void Reconnect() => _source.Clear();

    /// <summary>Until nothing is left to do and no money is held.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var scope = await Database.BeginSweepAsync(cancellationToken);
                var open = await scope.FirstAsync<long>(
                    "select (select count(*) from runs where finished_at is null) + (select count(*) from budget_holds)", null, cancellationToken);
                if (open == 0)
                    return;
            }
            catch (NpgsqlException)
            {
                // It is coming back.
            }
            await Task.Delay(200, cancellationToken);
        }
    }

    /// <summary>How far off the clocks of hosts were when results were made that are kept, in the order of their ends.</summary>
    public async Task<IReadOnlyList<TimeSpan>> ClockErrorsAsync(CancellationToken cancellationToken)
    {
        await using var scope = await Database.BeginAsync(Workspaces, cancellationToken);
        return await scope.QueryAsync<TimeSpan>(
            "select (result #>> '{output,at}')::timestamptz - finished_at from tasks where status = 'succeeded' order by finished_at", null, cancellationToken);
    }

    private string Clock(int index) => Path.Combine(_clocks, $"host-{index}");

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            host.Kill();
            await host.WaitForExitAsync();
            host.Dispose();
        }
        await _connection.DisposeAsync();
        await _redis.DisposeAsync();
        await _vendor.DisposeAsync();
        await _source.DisposeAsync();
        await Postgres.DisposeAsync();
        Directory.Delete(_clocks, recursive: true);
    }

    private static string Metadata(string key) => typeof(Installation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
