using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Agents;
using RaptorFlow.Guilds;

namespace RaptorFlow.AgentHost.Tests.Guilds;

public sealed class GuildLoaderTests : IDisposable
{
    private readonly TestGuilds _guilds = new();
    private readonly GuildLoader _loader = new(NullLogger<GuildLoader>.Instance);

    public void Dispose()
    {
        _loader.Dispose();
        _guilds.Dispose();
    }

    [Fact]
    public async Task Load_GoodGuild_IsReadyWithAgentsAndItsOwnLibraries()
    {
        _guilds.Add("Scripted");

        var guild = Assert.Single(await LoadAsync());

        Assert.Equal(GuildState.Ready, guild.State);
        Assert.Equal(("scripted", "Hello, Scripted Guild"), (guild.Name, guild.DisplayName));
        Assert.Equal(["TST-001", "TST-002", "TST-004", "TST-005"], guild.Agents.Select(a => a.Card.Code));
        var agent = guild.Agents[0];
        Assert.Equal(TimeSpan.FromSeconds(1), agent.Card.Timeout);
        Assert.NotEqual(typeof(GuildLoader).Assembly, agent.Behaviours["scripted"].GetType().Assembly);
    }

    [Fact]
    public async Task Load_GuildHeldWhileGarbageIsCollected_StaysLoaded()
    {
        _guilds.Add("Scripted");
        var guilds = await LoadAsync();
        var unloading = WatchUnloading(guilds[0]);

        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(unloading());
        GC.KeepAlive(guilds);
    }

    [Fact]
    public async Task Load_BrokenAssembly_IsFaultedAndTheOthersAreServed()
    {
        _guilds.Add("Scripted");
        var broken = Directory.CreateDirectory(Path.Combine(_guilds.Folder, "Broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(broken, "Broken.dll"), "this is no assembly", TestContext.Current.CancellationToken);

        await AssertFaultedBesideAGoodOneAsync("broken", "assembly");
    }

    [Fact]
    public async Task Load_ConstructorThatHangs_IsFaultedAndTheOthersAreServed()
    {
        _guilds.Add("Scripted");
        _guilds.Add("Hanging");

        // The good guild needs no more than this even on a slow machine.
        using var loader = new GuildLoader(NullLogger<GuildLoader>.Instance) { Patience = TimeSpan.FromSeconds(5) };
        var guilds = await loader.LoadAsync(_guilds.Folder, []);

        Assert.Equal(GuildState.Ready, guilds.Single(g => g.Name == "scripted").State);
        var hanging = guilds.Single(g => g.Name == "hanging");
        Assert.Equal(GuildState.Faulted, hanging.State);
        Assert.Contains("did not end within 5 s", Assert.Single(hanging.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_EmptyFolder_IsFaulted()
    {
        _guilds.Add("Scripted");
        Directory.CreateDirectory(Path.Combine(_guilds.Folder, "Empty"));

        await AssertFaultedBesideAGoodOneAsync("empty", "no guild assembly");
    }

    [Fact]
    public async Task Load_MissingDependency_IsFaultedNamingIt()
    {
        _guilds.Add("Scripted", "Incomplete", without: f => f == "RaptorFlow.TestLibrary.dll");

        var guild = Assert.Single(await LoadAsync());

        Assert.Equal(GuildState.Faulted, guild.State);
        Assert.Contains("RaptorFlow.TestLibrary", Assert.Single(guild.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ThrowingConstructor_IsFaultedWithItsMessage()
    {
        _guilds.Add("Scripted");
        _guilds.Add("Throwing");

        await AssertFaultedBesideAGoodOneAsync("throwing", "this guild never starts");
    }

    [Fact]
    public async Task Load_BadCards_AreAllToldAtOnce()
    {
        _guilds.Add("Faulty");

        var guild = Assert.Single(await LoadAsync());

        string[] expected = ["unknown key 'colour'", "tier 'golden' is unknown", "must look like RES-001", "'capabilities' needs at least one", "the prompt below", "BAD-003: behaviour 'missing' is not registered"];
        Assert.All(expected, e => Assert.Contains(guild.Faults, f => f.Contains(e, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Load_WorkflowWithAConditionThatNamesNoInput_IsToldStepByStep()
    {
        _guilds.Add("Faulty");

        var guild = Assert.Single(await LoadAsync());

        string[] expected = ["step 'short': 'when' must name a property of the run's input, such as input.metrics, not 'metrics'", "step 'bare': 'when' must name"];
        Assert.All(expected, e => Assert.Contains(guild.Faults, f => f.Contains(e, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Load_SameAgentCodeTwice_FaultsTheLaterGuild()
    {
        _guilds.Add("Scripted", "A");
        _guilds.Add("Scripted", "B");

        var guilds = await LoadAsync();

        Assert.Equal([GuildState.Ready, GuildState.Faulted], guilds.Select(g => g.State));
        Assert.Contains(guilds[1].Faults, f => f.Contains("agent code 'TST-001' is already used by scripted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_GuildOfANewerContract_IsRefusedWithTheReason()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_guilds.Folder, "Future")).FullName;
        BuildGuildOfTheFuture(Path.Combine(folder, "Future.dll"));

        var guild = Assert.Single(await LoadAsync());

        Assert.Equal(GuildState.Faulted, guild.State);
        Assert.Contains("built against contract 9.0.0.0", Assert.Single(guild.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OnlySomeGuildsWanted_ServesThose()
    {
        _guilds.Add("Scripted");
        _guilds.Add("Throwing");

        Assert.Equal(["scripted"], (await LoadAsync("scripted")).Select(g => g.Name));
        Assert.Empty(await LoadAsync("elsewhere"));
    }

    [Fact]
    public async Task Load_FolderWhoseNameBeginsWithADot_IsNotLookedInto()
    {
        _guilds.Add("Scripted", ".incoming");

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task Load_GuildThatIsFaulted_DoesNotStayInMemory()
    {
        _guilds.Add("Faulty");
        Assert.Equal(GuildState.Faulted, Assert.Single(await LoadAsync()).State);

        for (var collections = 0; collections < 10 && ContextsOf("RaptorFlow.TestGuild.Faulty") > 0; collections++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, ContextsOf("RaptorFlow.TestGuild.Faulty"));
    }

    [Fact]
    public async Task Load_FolderMissing_ServesNothing() =>
        Assert.Empty(await _loader.LoadAsync(Path.Combine(_guilds.Folder, "nowhere"), []));

    private Task<IReadOnlyList<LoadedGuild>> LoadAsync(params string[] only) => _loader.LoadAsync(_guilds.Folder, only);

    private async Task AssertFaultedBesideAGoodOneAsync(string name, string reason)
    {
        var guilds = await LoadAsync();
        Assert.Equal(GuildState.Ready, guilds.Single(g => g.Name == "scripted").State);
        var faulted = guilds.Single(g => g.Name == name);
        Assert.Equal(GuildState.Faulted, faulted.State);
        Assert.Contains(faulted.Faults, f => f.Contains(reason, StringComparison.Ordinal));
    }

    // In a method of its own, so that the test itself does not keep the context alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Func<bool> WatchUnloading(LoadedGuild guild)
    {
        var unloading = false;
        AssemblyLoadContext.GetLoadContext(guild.Agents[0].Behaviours["scripted"].GetType().Assembly)!.Unloading += _ => unloading = true;
        return () => unloading;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ContextsOf(string assembly) => AssemblyLoadContext.All.Count(c => c.Assemblies.Any(a => a.GetName().Name == assembly));

    private static void BuildGuildOfTheFuture(string file)
    {
        var contract = new PersistedAssemblyBuilder(new(typeof(IGuild).Assembly.GetName().Name!) { Version = new(9, 0, 0, 0) }, typeof(object).Assembly);
        var type = contract.DefineDynamicModule("contract").DefineType("RaptorFlow.Guilds.IGuild", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        type.CreateType();
        var guild = new PersistedAssemblyBuilder(new("Future"), typeof(object).Assembly);
        guild.DefineDynamicModule("future").DefineType("FutureGuild", TypeAttributes.Public, typeof(object), [type]).CreateType();
        guild.Save(file);
    }
}
