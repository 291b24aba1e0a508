using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Serialization;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Agents;

public sealed class AgentRegistryTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private LedgerFixture? _ledger;
    private AgentRegistry? _registry;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AgentRegistry Registry => _registry!;

    public async ValueTask InitializeAsync()
    {
        _ledger = await LedgerFixture.CreateAsync(stack);
        _registry = NewRegistry();
    }

    public ValueTask DisposeAsync() => _ledger!.DisposeAsync();

    [Fact]
    public async Task Unregister_OnlyHostOfAGuild_KeepsItsAgentsKnownAsUnavailable()
    {
        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001"), Faulty("broken")], Token);

        await Registry.UnregisterAsync("one", Token);

        Assert.Equal(("MUS-001", false), (await Registry.AgentsAsync(Token)).Select(a => (a.Code, a.Available)).Single());
        Assert.Equal([("one", "muse")], await RowsAsync());
    }

    [Fact]
    public async Task Register_HostRestartedManyTimes_LeavesOneRowPerGuild()
    {
        for (var i = 0; i < 5; i++)
        {
            await Registry.RegisterAsync($"host {i}", [Guild("muse", "MUS-001"), Guild("matrix", "MAT-001")], Token);
            await Registry.UnregisterAsync($"host {i}", Token);
        }
        Assert.Equal([("host 4", "matrix"), ("host 4", "muse")], await RowsAsync());
    }

    [Fact]
    public async Task Register_HostsThatFellSilent_AreClearedWhereAnotherKnowsTheirAgents()
    {
        await Registry.RegisterAsync("silent", [Guild("muse", "MUS-001"), Guild("matrix", "MAT-001")], Token);
        await SilenceAsync("silent", "6 minutes");
        await Registry.RegisterAsync("busy", [Guild("council", "LRD-001")], Token);
        await SilenceAsync("busy", "4 minutes");

        await Registry.RegisterAsync("new", [Guild("muse", "MUS-001"), Guild("council", "LRD-001")], Token);

        Assert.Equal([("busy", "council"), ("new", "council"), ("new", "muse"), ("silent", "matrix")], await RowsAsync());
        Assert.Equal(1, await Registry.TouchAsync("silent", Token));
    }

    [Fact]
    public async Task Register_NewerHostWhoseGuildIsFaulted_DoesNotTakeAwayWhatIsKnown()
    {
        await Registry.RegisterAsync("old", [Guild("muse", "MUS-001")], Token);
        await Registry.UnregisterAsync("old", Token);

        await Registry.RegisterAsync("new", [Faulty("muse")], Token);

        Assert.False(Assert.Single(await Registry.AgentsAsync(Token)).Available);
    }

    [Fact]
    public async Task Register_GuildThatTheHostHasNoMore_IsShownUnloadedAndItsAgentsUnavailable()
    {
        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001"), Guild("matrix", "MAT-001"), Faulty("broken")], Token);

        Assert.Equal(1, await Registry.RegisterAsync("one", [Guild("matrix", "MAT-001")], Token));

        Assert.Equal([("matrix", "ready"), ("muse", "unloaded")], (await Registry.GuildsAsync(Token)).Select(g => (g.Name, g.State)));
        Assert.Equal([("MAT-001", true), ("MUS-001", false)], (await Registry.AgentsAsync(Token)).Select(a => (a.Code, a.Available)));
        Assert.Equal(1, await Registry.TouchAsync("one", Token));
    }

    [Fact]
    public async Task Register_VersionThatDrains_StandsBesideTheOneThatIsServed()
    {
        var old = Guild("muse", "MUS-001") with { Version = "0.9.0", State = GuildState.Draining };

        Assert.Equal(1, await Registry.RegisterAsync("one", [old], Token));
        Assert.False(Assert.Single(await Registry.AgentsAsync(Token)).Available);

        Assert.Equal(2, await Registry.RegisterAsync("one", [old with { Agents = "[]" }, Guild("muse", "MUS-001")], Token));
        Assert.Equal([("muse", "1.0.0", "ready"), ("muse@0.9.0", "0.9.0", "draining")], (await Registry.GuildsAsync(Token)).Select(g => (g.Name, g.Version, g.State)));
        Assert.True(Assert.Single(await Registry.AgentsAsync(Token)).Available);

        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001")], Token);
        Assert.Equal([("one", "muse")], await RowsAsync());
    }

    [Fact]
    public async Task Agents_AskedForAgain_AreReadAnewOnlyAfterAWhile()
    {
        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001")], Token);
        var first = await Registry.AgentsAsync(Token);
        var other = NewRegistry();
        await other.RegisterAsync("two", [Guild("matrix", "MAT-001")], Token);

        Assert.Same(first, await Registry.AgentsAsync(Token));
        _time.Advance(AgentRegistry.Fresh);

        Assert.Equal(["MAT-001", "MUS-001"], (await Registry.AgentsAsync(Token)).Select(a => a.Code));
    }

    [Fact]
    public async Task Agents_AfterAnOwnRegistration_AreReadAnew()
    {
        Assert.Empty(await Registry.AgentsAsync(Token));
        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001")], Token);
        Assert.Single(await Registry.AgentsAsync(Token));
    }

    [Theory]
    [InlineData("""[{"code":"NEW-001","capabilities":"in another shape"}]""")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Agents_OneRegistrationOfAnotherVersion_IsLeftOutAndToldOnce(string agents)
    {
        await Registry.RegisterAsync("one", [Guild("muse", "MUS-001"), Guild("newer", "NEW-001")], Token);
        await SqlAsync("update guild_registrations set agents = @agents::jsonb where guild = 'newer'", new { agents });
        var log = new CountingLogger();
        var registry = NewRegistry(log);

        Assert.Equal("MUS-001", Assert.Single(await registry.AgentsAsync(Token)).Code);
        _time.Advance(AgentRegistry.Fresh);
        Assert.NotEmpty((await registry.GuildsAsync(Token)).Single(g => g.Name == "newer").Faults);

        Assert.Equal(1, log.Warnings);
    }

    private AgentRegistry NewRegistry(ILogger<AgentRegistry>? logger = null) => new(_ledger!.Database, _time, logger ?? NullLogger<AgentRegistry>.Instance);

    private static GuildReport Guild(string name, string code) => new LoadedGuild
    {
        Name = name,
        DisplayName = name,
        Folder = name,
        Version = "1.0.0",
        State = GuildState.Ready,
        Agents = [new(new() { Code = code, Name = code, Summary = "s", Capabilities = [] }, new Dictionary<string, RaptorFlow.Agents.IAgentBehaviour>(), [])],
        Json = RaptorJson.CreateOptions(),
    }.Report;

    private static GuildReport Faulty(string name) => LoadedGuild.Faulted(name, ["it is broken"]).Report;

    private async Task<IReadOnlyList<(string Host, string Guild)>> RowsAsync()
    {
        await using var scope = await _ledger!.Database.BeginAsync(Token);
        return await scope.QueryAsync<(string, string)>("select host, guild from guild_registrations order by host, guild", null, Token);
    }

    private Task SilenceAsync(string host, string length) =>
        SqlAsync("update guild_registrations set seen_at = now() - @length::interval where host = @host", new { host, length });

    private async Task SqlAsync(string sql, object args)
    {
        await using var scope = await _ledger!.Database.BeginAsync(Token);
        await scope.ExecuteAsync(sql, args, Token);
        await scope.CommitAsync(Token);
    }

    private sealed class CountingLogger : ILogger<AgentRegistry>
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Warnings++;
        }
    }
}
