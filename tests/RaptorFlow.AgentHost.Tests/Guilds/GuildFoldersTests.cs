using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RaptorFlow.AgentHost.Execution;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Tests.Guilds;

public sealed class GuildFoldersTests : IDisposable
{
    private readonly TestGuilds _guilds = new();
    private readonly GuildLoader _loader = new(NullLogger<GuildLoader>.Instance);
    private readonly AgentHostOptions _options = new();
    private readonly HostedGuilds _hosted;
    private readonly GuildFolders _folders;

    public GuildFoldersTests()
    {
        _hosted = new(_loader);
        _folders = new(_loader, _hosted, Options.Create(_options), Options.Create(new PluginOptions { Folder = _guilds.Folder }), NullLogger<GuildFolders>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<(string Name, string Version, GuildState State)> Reported => _hosted.Reports().Select(r => (r.Name, r.Version, r.State));

    public void Dispose()
    {
        _loader.Dispose();
        _guilds.Dispose();
    }

    [Fact]
    public async Task Look_NothingChanged_LoadsNothing()
    {
        await StartAsync("Scripted");
        var before = _hosted.In(Path.Combine(_guilds.Folder, "Scripted"));

        Assert.True(await _folders.LookAsync(Token));

        Assert.Same(before, _hosted.In(Path.Combine(_guilds.Folder, "Scripted")));
    }

    [Fact]
    public async Task Look_FolderStillBeingWritten_LeavesItAlone()
    {
        await StartAsync("Scripted");
        var assembly = Path.Combine(_guilds.Folder, "Scripted", "RaptorFlow.TestGuild.Scripted.dll");

        for (var written = 1; written <= 3; written++)
        {
            await File.WriteAllBytesAsync(assembly, new byte[written], Token);
            Assert.False(await _folders.LookAsync(Token));
        }
        _guilds.Put("Next", "Scripted");
        Assert.False(await _folders.LookAsync(Token));
        Assert.Equal([("scripted", "0.1.0", GuildState.Ready)], Reported);

        Assert.True(await _folders.LookAsync(Token));
        Assert.Equal([("scripted", "0.2.0", GuildState.Ready)], Reported.Where(r => r.State == GuildState.Ready));
        Assert.Empty(_hosted.Reports()[0].Faults);
    }

    [Fact]
    public async Task Look_NewVersionFaulted_OldOneIsServedOnWithTheReasonShown()
    {
        await StartAsync("Scripted");
        await File.WriteAllTextAsync(Path.Combine(_guilds.Folder, "Scripted", "RaptorFlow.TestGuild.Scripted.dll"), "this is no assembly", Token);

        await SettleAsync();

        var report = Assert.Single(_hosted.Reports());
        Assert.Equal(("0.1.0", GuildState.Ready), (report.Version, report.State));
        Assert.Contains("not served", Assert.Single(report.Faults), StringComparison.Ordinal);
        using (var lease = _hosted.Lease("scripted"))
            Assert.NotNull(lease);

        _guilds.Put("Next", "Scripted");
        await SettleAsync();
        Assert.Empty(_hosted.Reports().Single(r => r.State == GuildState.Ready).Faults);
    }

    [Fact]
    public async Task Look_FolderSwappedByRename_IsNeverGone()
    {
        await StartAsync("Scripted");
        var folder = Path.Combine(_guilds.Folder, "Scripted");
        var prepared = _guilds.Put("Next", ".next");
        Assert.True(await _folders.LookAsync(Token));

        Directory.Move(folder, Path.Combine(_guilds.Folder, ".old"));
        await _folders.LookAsync(Token);
        Assert.Equal([("scripted", "0.1.0", GuildState.Ready)], Reported);
        Directory.Move(prepared, folder);
        await SettleAsync();

        Assert.Contains(("scripted", "0.2.0", GuildState.Ready), Reported);
    }

    [Fact]
    public async Task Look_WholeFolderAway_GoesOnWithWhatIsServed()
    {
        await StartAsync("Scripted");
        Directory.Move(_guilds.Folder, _guilds.Folder + ".away");

        Assert.True(await _folders.LookAsync(Token));
        Assert.True(await _folders.LookAsync(Token));

        Directory.Move(_guilds.Folder + ".away", _guilds.Folder);
        Assert.Equal([("scripted", "0.1.0", GuildState.Ready)], Reported);
    }

    [Fact]
    public async Task Look_OwnerOfACodeRemoved_ServesTheGuildThatWasInConflict()
    {
        await StartAsync("Scripted", "Next");
        Assert.Equal([("scripted", "0.2.0", GuildState.Ready)], Reported.Where(r => r.State == GuildState.Ready));

        _guilds.Remove("Next");
        await SettleAsync();

        Assert.Contains(("scripted", "0.1.0", GuildState.Ready), Reported);
        Assert.DoesNotContain(Reported, r => r.State == GuildState.Faulted);
    }

    [Fact]
    public async Task Look_GuildThatTakesWhatAnotherHas_IsFaultedAndTheOtherServedOn()
    {
        await StartAsync("Scripted");
        _guilds.Add("Next", "Another");

        await SettleAsync();

        Assert.Equal([("scripted", "0.1.0", GuildState.Ready), ("another", "unknown", GuildState.Faulted)], Reported);
    }

    [Fact]
    public async Task Look_GuildNotWantedHere_IsNotServed()
    {
        _options.Guilds = ["elsewhere"];
        await StartAsync();
        _guilds.Add("Scripted");

        await SettleAsync();

        Assert.Empty(_hosted.Reports());
    }

    [Fact]
    public async Task Serve_VersionLeased_IsUnloadedOnlyWhenTheLeaseEnds()
    {
        await StartAsync("Scripted");
        var lease = _hosted.Lease("scripted")!;
        _guilds.Put("Next", "Scripted");
        await SettleAsync();

        Assert.Equal(1, _hosted.Draining);
        Assert.Equal([("scripted", "0.2.0", GuildState.Ready), ("scripted", "0.1.0", GuildState.Draining)], Reported);
        using (var next = _hosted.Lease("scripted"))
            Assert.Equal("0.2.0", next!.Guild.Version);

        lease.Dispose();
        lease.Dispose();
        await DrainedAsync();
        Assert.Equal([("scripted", "0.2.0", GuildState.Ready)], Reported);
    }

    private async Task StartAsync(params string[] guilds)
    {
        foreach (var guild in guilds)
            _guilds.Add(guild);
        _hosted.Loaded(await _folders.LoadAsync());
    }

    private async Task SettleAsync()
    {
        while (!await _folders.LookAsync(Token))
        {
        }
    }

    private async Task DrainedAsync()
    {
        for (var changed = _hosted.Changed; _hosted.Draining > 0; changed = _hosted.Changed)
            await changed.WaitAsync(Token);
    }
}
