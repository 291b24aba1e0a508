using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;

namespace RaptorFlow.AgentHost.Tests.Guilds;

/// <summary>Guilds that change below a host at work.</summary>
public sealed class GuildReloadTests(EmbeddedStack stack) : IAsyncLifetime
{
    // Finalizers run between collections; a context that nothing pins has never needed more than a few.
    private const int MostCollections = 10;

    private EmbeddedGarnet _redis = null!;
    private HostUnderTest _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HostedGuilds Hosted => _host.Services.GetRequiredService<HostedGuilds>();

    public async ValueTask InitializeAsync()
    {
        _redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        _host = await HostUnderTest.StartAsync(stack, _redis.ConnectionString, ("Plugins:Watch", "false"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Reload_TaskAtWork_EndsOnItsVersionWhileNewOnesRunOnTheNext()
    {
        var gate = new Gate();
        var begun = await _host.StartRunAsync(gate.Input, "TST-002");
        await _host.WaitForAsync(begun, EventTypes.TaskProgress);

        await PutAsync("Next");

        Assert.Equal("0.2.0", await VersionOfRunAsync("TST-002"));
        await RegisteredAsync(guilds => guilds.Any(g => g is { Name: "scripted", Version: "0.2.0", State: "ready" }) && guilds.Any(g => g is { Name: "scripted@0.1.0", State: "draining" }));
        gate.Open();
        Assert.Equal("0.1.0", Version(await SucceededAsync(begun)));
        await DrainedAsync();
        await RegisteredAsync(guilds => guilds.Count(g => g.Name.StartsWith("scripted", StringComparison.Ordinal)) == 1);
    }

    [Fact]
    public async Task Reload_NewVersionFaulted_OldOneServesOn()
    {
        var gate = new Gate();
        var begun = await _host.StartRunAsync(gate.Input, "TST-002");
        await _host.WaitForAsync(begun, EventTypes.TaskProgress);
        _host.Guilds.Remove("Scripted");
        _host.Guilds.Put("Next", "Scripted", without: f => f == "RaptorFlow.TestLibrary.dll");

        await SettleAsync();

        Assert.Equal("0.1.0", await VersionOfRunAsync("TST-002"));
        gate.Open();
        Assert.Equal("0.1.0", Version(await SucceededAsync(begun)));
        await RegisteredAsync(guilds => guilds.Any(g => g is { Name: "scripted", Version: "0.1.0", State: "ready", Faults: [var fault] } && fault.Contains("RaptorFlow.TestLibrary", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Remove_TaskAtWork_DrainsAndIsUnloaded()
    {
        var gate = new Gate();
        var begun = await _host.StartRunAsync(gate.Input, "TST-002");
        await _host.WaitForAsync(begun, EventTypes.TaskProgress);
        _host.Guilds.Remove("Scripted");

        await SettleAsync();

        Assert.Null(Hosted.Lease("scripted"));
        await RegisteredAsync(guilds => guilds.Any(g => g is { Name: "scripted", State: "draining" }));
        gate.Open();
        Assert.Equal("0.1.0", Version(await SucceededAsync(begun)));
        await DrainedAsync();
        await RegisteredAsync(guilds => guilds.Any(g => g is { Name: "scripted", State: "unloaded" }));
        Assert.False((await _host.Services.GetRequiredService<AgentRegistry>().AgentsAsync(Token)).Single(a => a.Code == "TST-002").Available);
    }

    [Fact]
    public async Task Add_FolderOfAGuildThatWasGone_TakesUpWhatWaited()
    {
        _host.Guilds.Remove("Scripted");
        await SettleAsync();
        var waiting = await _host.StartRunAsync("""{"say":"hello"}""", "TST-002");

        await PutAsync("Next");

        Assert.Equal("0.2.0", Version(await SucceededAsync(waiting)));
    }

    [Fact]
    public async Task Reload_AgentWithALimitComesAndGoes_ItsLaneIsServed()
    {
        await PutAsync("Next");
        await RegisteredAsync(guilds => guilds.Any(g => g is { Name: "scripted", Version: "0.2.0" }));
        var gate = new Gate();
        var first = await _host.StartRunAsync(gate.Input, "TST-003");
        await _host.WaitForAsync(first, EventTypes.TaskProgress);
        var second = await _host.StartRunAsync("""{"say":"hello"}""", "TST-003");

        await PutAsync("Scripted");
        gate.Open();

        Assert.Equal("0.2.0", Version(await SucceededAsync(first)));
        var returned = await _host.WaitForAsync(second, EventTypes.TaskReturned);
        Assert.Contains("not served", returned.Data.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await PutAsync("Next");
        Assert.Equal("0.2.0", Version(await SucceededAsync(second)));
    }

    [Fact]
    public async Task Overwrite_AssemblyBelowTheHost_HarmsNothing()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_host.Guilds.Folder, "Scripted")))
            await File.WriteAllBytesAsync(file, new byte[10], Token);

        Assert.Equal("0.1.0", await VersionOfRunAsync("TST-002"));
    }

    [Fact]
    public async Task Reload_HundredsOfTasks_LosesNoneAndRunsNoneTwice()
    {
        var runs = new List<Guid>();
        for (var i = 0; i < 300; i++)
        {
            runs.Add(await _host.StartRunAsync("""{"say":"hello"}""", "TST-002"));
            if (i % 20 == 10)
                await PutAsync(i % 40 == 10 ? "Next" : "Scripted");
        }

        var versions = new HashSet<string>();
        foreach (var id in runs)
        {
            var (run, events) = await _host.FollowAsync(id);
            Assert.Equal((Statuses.Succeeded, (short)1), (run.Status, run.Tasks[0].Attempt));
            Assert.Single(events, e => e.Type == EventTypes.TaskSucceeded);
            Assert.DoesNotContain(events, e => e.Type == EventTypes.TaskReturned);
            versions.Add(Version(run));
        }
        Assert.Equal(["0.1.0", "0.2.0"], versions.Order());
        await DrainedAsync();
    }

    [Fact]
    public async Task Reload_AHundredTimes_EachOldVersionIsCollected()
    {
        for (var round = 0; round < 100; round++)
        {
            var next = round % 2 == 0 ? "0.2.0" : "0.1.0";
            await VersionOfRunAsync("TST-002");
            var old = ContextOf("scripted");

            await PutAsync(round % 2 == 0 ? "Next" : "Scripted");
            await DrainedAsync();

            Assert.Equal(next, await VersionOfRunAsync("TST-002"));
            Assert.True(IsCollected(old), $"The version that round {round} replaced is still in memory.");
        }
    }

    [Fact]
    public async Task Watch_FolderOverwritten_IsReloadedWithoutBeingAsked()
    {
        await using var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        await using var host = await HostUnderTest.StartAsync(stack, redis.ConnectionString, ("Plugins:Settle", "00:00:00.050"), ("Plugins:Poll", "00:00:01"));
        var hosted = host.Services.GetRequiredService<HostedGuilds>();

        var folder = host.Guilds.Put("Next", "Scripted");

        for (var changed = hosted.Changed; hosted.In(folder)!.Version != "0.2.0"; changed = hosted.Changed)
            await changed.WaitAsync(Token);
    }

    private async Task PutAsync(string guild)
    {
        _host.Guilds.Put(guild, "Scripted");
        await SettleAsync();
    }

    private async Task SettleAsync()
    {
        while (!await _host.Services.GetRequiredService<GuildFolders>().LookAsync(Token))
        {
        }
    }

    private async Task DrainedAsync()
    {
        for (var changed = Hosted.Changed; Hosted.Draining > 0; changed = Hosted.Changed)
            await changed.WaitAsync(Token);
    }

    // A registry of one's own each time, for one remembers for a moment what it read.
    private async Task RegisteredAsync(Func<IReadOnlyList<GuildEntry>, bool> asExpected)
    {
        while (!asExpected(await new AgentRegistry(_host.Services.GetRequiredService<Database>(), TimeProvider.System, NullLogger<AgentRegistry>.Instance).GuildsAsync(Token)))
            Token.ThrowIfCancellationRequested();
    }

    private async Task<string> VersionOfRunAsync(string agent) => Version(await SucceededAsync(await _host.StartRunAsync("""{"say":"hello"}""", agent)));

    private async Task<RunView> SucceededAsync(Guid id)
    {
        var (run, _) = await _host.FollowAsync(id);
        Assert.Equal(Statuses.Succeeded, run.Status);
        return run;
    }

    private static string Version(RunView run) => run.Tasks[0].Result!.Value.GetProperty("output").GetProperty("version").GetString()!;

    // In methods of their own, so that nothing of the guild stays in the test's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ContextOf(string guild)
    {
        using var lease = Hosted.Lease(guild)!;
        return new(AssemblyLoadContext.GetLoadContext(lease.Guild.Agents[0].Behaviours["scripted"].GetType().Assembly)!);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsCollected(WeakReference context)
    {
        for (var collections = 0; context.IsAlive && collections < MostCollections; collections++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !context.IsAlive;
    }
}
