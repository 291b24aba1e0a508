using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;

namespace RaptorFlow.AgentHost.Tests;

/// <summary>An agent host in this process, with the scripted guild, a database of its own and a bus of its own names.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TestGuilds _guilds;
    private readonly WebApplicationFactory<HostedGuilds> _factory;

    private HostUnderTest(TestDatabase database, TestGuilds guilds, WebApplicationFactory<HostedGuilds> factory)
    {
        _database = database;
        _guilds = guilds;
        _factory = factory;
    }

    public Guid Workspace { get; } = Guid.CreateVersion7();

    /// <summary>The settings under which another host serves the same installation.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; private set; } = new Dictionary<string, string>();

    public IServiceProvider Services => _factory.Services;

    /// <summary>The plugins folder.</summary>
    public TestGuilds Guilds => _guilds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="stack">Postgres for the test assembly.</param>
    /// <param name="redis">A server of the Redis protocol that no other test uses: guilds' names are the bus's keys.</param>
    /// <param name="settings">Settings of the host.</param>
    public static async Task<HostUnderTest> StartAsync(EmbeddedStack stack, string redis, params (string Key, string Value)[] settings)
    {
        var database = await stack.CreateMigratedAsync();
        var guilds = new TestGuilds();
        guilds.Add("Scripted");
        guilds.Add("Throwing");
        var factory = new WebApplicationFactory<HostedGuilds>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:raptorflow", database.AppConnectionString);
            host.UseSetting("ConnectionStrings:redis", redis);
            host.UseSetting("Plugins:Folder", guilds.Folder);
            host.UseSetting("AgentHost:Poll", "00:00:00.100");
            host.UseSetting("AgentHost:Sweep", "00:00:00.200");
            host.UseSetting("AgentHost:Rescue", "00:00:00.500");
            foreach (var (key, value) in settings)
                host.UseSetting(key, value);
        });
        var test = new HostUnderTest(database, guilds, factory)
        {
            Settings = new Dictionary<string, string> { ["ConnectionStrings__raptorflow"] = database.AppConnectionString, ["ConnectionStrings__redis"] = redis, ["Plugins__Folder"] = guilds.Folder },
        };
        await test.ReadyAsync();
        return test;
    }

    public async Task<Guid> StartRunAsync(string input, string code = "TST-001")
    {
        var registry = Services.GetRequiredService<AgentRegistry>();
        var agent = (await registry.AgentsAsync(Token)).Single(a => a.Code == code);
        var order = new RunStart.Order { WorkspaceId = Workspace, Input = JsonSerializer.Deserialize<JsonElement>(input) };
        var (run, refusal) = await Services.GetRequiredService<RunStart>().AgentAsync(agent, null, order, null, Token);
        Assert.Null(refusal);
        return run!.RunId;
    }

    /// <summary>A step of the scripted guild: what it does, and after which others.</summary>
    public static WorkflowStep Scripted(string key, string script, params string[] after) => new()
    {
        Key = key,
        Title = key,
        Agent = "TST-002",
        After = after,
        Inputs = new Dictionary<string, string> { ["say"] = "input.say", ["script"] = $"text:{script}" },
    };

    /// <summary>Starts a run of several steps, all of the scripted guild.</summary>
    public Task<Guid> StartWorkflowAsync(string input, params WorkflowStep[] steps) => StartWorkflowAsync(Workspace, input, steps);

    public async Task<Guid> StartWorkflowAsync(Guid workspace, string input, params WorkflowStep[] steps)
    {
        var run = await Services.GetRequiredService<RunSubmission>().SubmitAsync(new()
        {
            WorkspaceId = workspace,
            Definition = new() { Name = "test", Summary = "A test.", Steps = steps },
            Places = steps.Select(s => s.Agent).Distinct().ToDictionary(a => a, _ => AgentPlace.In("scripted")),
            Input = JsonSerializer.Deserialize<JsonElement>(input),
        }, null, Token);
        await Services.GetRequiredService<IRaptorBus>().PushAsync(run.Ready, Token);
        return run.RunId;
    }

    /// <summary>Makes a person a member of the workspace, whose budget grows with its members.</summary>
    public async Task JoinAsync()
    {
        await using var scope = await Services.GetRequiredService<Database>().BeginAsync(Workspace, Token);
        await scope.ExecuteAsync("""
            insert into users (id, provider, email, password_hash, created_at, updated_at) values (@User, 'builtin', @User || '@example.com', 'x', now(), now());
            insert into workspaces (id, name, created_by, created_at) values (@Workspace, 'w', @User, now()) on conflict do nothing;
            insert into workspace_members (workspace_id, user_id, role, created_at) values (@Workspace, @User, 'admin', now());
            """, new { User = Guid.CreateVersion7(), Workspace }, Token);
        await scope.CommitAsync(Token);
    }

    /// <summary>Follows a run to its end.</summary>
    public async Task<(RunView Run, IReadOnlyList<RunEvent> Events)> FollowAsync(Guid run)
    {
        var events = new List<RunEvent>();
        await foreach (var next in Services.GetRequiredService<RunEventFeed>().FollowAsync(Workspace, run, 0, Token))
            events.Add(next);
        return ((await Services.GetRequiredService<RunReader>().FindAsync(Workspace, run, Token))!, events);
    }

    /// <summary>Waits for an event of a run, which may go on.</summary>
    public async Task<RunEvent> WaitForAsync(Guid run, string type, int times = 1)
    {
        await foreach (var next in Services.GetRequiredService<RunEventFeed>().FollowAsync(Workspace, run, 0, Token))
        {
            if (next.Type == type && --times == 0)
                return next;
        }
        throw new InvalidOperationException($"The run ended without {type}.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _factory.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            // The factory stops the host, and so does the host's own entry point when it hears of it; here it was the quicker.
        }
        await _database.DisposeAsync();
        _guilds.Dispose();
    }

    private async Task ReadyAsync()
    {
        using var client = _factory.CreateClient();
        await Services.GetRequiredService<HostedGuilds>().LoadedAsync(Token);
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Token);
        Assert.True(health.IsSuccessStatusCode, await health.Content.ReadAsStringAsync(Token));
    }
}
