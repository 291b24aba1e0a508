using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>A vector index that fails, lags, lies and loses everything is brought in step again, and searches are right meanwhile.</summary>
public sealed class MemoryIndexerTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly FakeVectorIndex _index = new();
    private MemoryFixture _memory = null!;
    private IServiceProvider _process = null!;
    private Guid _workspace;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _memory = await MemoryFixture.CreateAsync(stack);
        _process = _memory.Start(_index);
        _workspace = await _memory.WorkspaceAsync(_process);
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Apply_DocumentsThatCameAndWent_AreInTheIndexAsInPostgres()
    {
        var (first, second) = (await _process.AddAsync(_workspace, "One", "The first kumquat."), await _process.AddAsync(_workspace, "Two", "The second kumquat."));
        Assert.Equal(1, await _process.ApplyAsync());
        Assert.Equal(new(2, 2, 0), await _process.StandingAsync(_workspace));
        Assert.Equal(new[] { first, second }.Order(), _index.DocumentsOf(_workspace));

        await _process.DeleteAsync(_workspace, first);
        var third = await _process.AddAsync(_workspace, "Three", "The third kumquat.");
        Assert.Equal(1, await _process.ApplyAsync());
        Assert.Equal(0, await _process.ApplyAsync());
        Assert.Equal(new[] { second, third }.Order(), _index.DocumentsOf(_workspace));
    }

    [Fact]
    public async Task Apply_MoreDocumentsThanOneRound_AppliesAll()
    {
        for (var i = 0; i < 120; i++)
            await _process.AddAsync(_workspace, $"Title {i}", $"Kumquat no. {i}.");
        await _process.ApplyAsync();
        Assert.Equal(120, _index.Count);
        Assert.Equal(new(120, 120, 0), await _process.StandingAsync(_workspace));
    }

    [Fact]
    public async Task Apply_DyingAfterTheUpsert_IsDoneAgainAndComesToTheSame()
    {
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        await _process.ApplyAsync();
        await _process.AddAsync(_workspace, "Two", "The second kumquat.");
        // As if the process had died before it could say how far it came.
        using (var dying = new CancellationTokenSource())
        {
            _index.Upserting = dying.CancelAsync;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _process.GetRequiredService<MemoryIndexer>().ApplyAsync(dying.Token));
        }
        _index.Upserting = () => Task.CompletedTask;
        Assert.Equal(2, _index.Count);
        Assert.Equal(new(2, 1, 0), await _process.StandingAsync(_workspace));

        Assert.Equal(1, await _process.ApplyAsync());
        Assert.Equal(2, _index.Count);
        Assert.Equal(new(2, 2, 0), await _process.StandingAsync(_workspace));
    }

    [Fact]
    public async Task Apply_IndexThatFails_LosesNoChange()
    {
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        _index.Fault = new TimeoutException("away");
        await Assert.ThrowsAsync<TimeoutException>(_process.ApplyAsync);
        _index.Fault = null;
        await _process.ApplyAsync();
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public async Task Apply_ChangeThatComesMeanwhile_IsAppliedInTheNextRound()
    {
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        _index.Upserting = async () =>
        {
            _index.Upserting = () => Task.CompletedTask;
            await _process.AddAsync(_workspace, "Two", "The second kumquat.");
        };
        await _process.ApplyAsync();
        Assert.Equal(new(2, 1, 0), await _process.StandingAsync(_workspace));
        await _process.ApplyAsync();
        Assert.Equal(2, _index.Count);
    }

    [Fact]
    public async Task Apply_WhileAnotherIsAtIt_LeavesItToThat()
    {
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        var other = _memory.Start(_index);
        _index.Upserting = async () => Assert.Equal(-1, await other.ApplyAsync());
        await _process.ApplyAsync();
        Assert.Equal(1, _index.Upserts);
    }

    [Fact]
    public async Task Apply_DeletionThatNobodyIsToldOfAnyMore_IsGoneFromTheIndex()
    {
        var gone = await _process.AddAsync(_workspace, "Gone", "A kumquat that goes.");
        var stays = await _process.AddAsync(_workspace, "Stays", "A kumquat that stays.");
        await _process.ApplyAsync();
        await _process.DeleteAsync(_workspace, gone);
        await _process.ExecuteAsync(_workspace, "update memory_changes set changed_at = now() - interval '8 days'");
        await _process.PruneAsync(TimeSpan.FromDays(7));

        await _process.ApplyAsync();

        Assert.Equal([stays], _index.DocumentsOf(_workspace));
        Assert.Equal(new(3, 3, 3), await _process.StandingAsync(_workspace));
        Assert.Equal(0, await _process.ApplyAsync());
    }

    [Fact]
    public async Task Compare_IndexThatLostEverything_IsFilledAgain()
    {
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        await _process.ApplyAsync();
        Assert.Equal(0, await _process.CompareAsync());
        _index.LoseEverything();

        Assert.Equal(1, await _process.CompareAsync());
        await _process.ApplyAsync();

        Assert.Equal(1, _index.Count);
        Assert.Equal(0, await _process.CompareAsync());
    }

    [Fact]
    public async Task Rebuild_EveryWorkspace_IsIndexedAnew()
    {
        var other = await _memory.WorkspaceAsync(_process);
        await _process.AddAsync(_workspace, "One", "The first kumquat.");
        await _process.AddAsync(other, "Two", "The second kumquat.");
        await _process.ApplyAsync();

        Assert.Equal(2, await _process.GetRequiredService<MemoryIndexer>().RebuildAsync(Token));
        Assert.Equal(0, _index.Count);
        Assert.Equal(["One"], await TitlesAsync(_workspace));

        Assert.Equal(2, await _process.ApplyAsync());
        Assert.Equal(2, _index.Count);
    }

    [Fact]
    public async Task Search_IndexInStep_IsAskedAndFindsWhatAComparisonFinds()
    {
        for (var i = 0; i < 12; i++)
            await _process.AddAsync(_workspace, $"Title {i}", $"Kumquat no. {i}, of {(i % 2 == 0 ? "prices" : "seasons")}.", MemoryCollections.All[i % 5]);
        await _process.ApplyAsync();
        var exact = _memory.Start();
        foreach (var query in new[] { "kumquat prices", "season", "kumqat" })
            Assert.Equal((await exact.SearchAsync(_workspace, query)).Select(Shown), (await _process.SearchAsync(_workspace, query)).Select(Shown));
        Assert.Equal(3, _index.Searches);
    }

    [Fact]
    public async Task Search_IndexThatLags_FindsWhatChangedSinceAllTheSame()
    {
        var gone = await _process.AddAsync(_workspace, "Gone", "A kumquat that goes.");
        await _process.AddAsync(_workspace, "Stays", "A kumquat that stays.");
        await _process.ApplyAsync();
        await _process.DeleteAsync(_workspace, gone);
        await _process.AddAsync(_workspace, "Comes", "A kumquat that comes.");

        var hits = await _process.SearchAsync(_workspace, "kumquat");

        Assert.Equal(1, _index.Searches);
        Assert.Equal(["Comes", "Stays"], hits.Select(h => h.Title).Order(StringComparer.Ordinal));
        Assert.All(hits, hit => Assert.NotNull(hit.VectorRank));
    }

    [Fact]
    public async Task Search_IndexThatIsAway_ComparesInTheProcess_AndAsksAgainAfterAWhile()
    {
        var clock = new SetClock(DateTimeOffset.UnixEpoch);
        var process = _memory.Start(_index, clock);
        await process.AddAsync(_workspace, "One", "The first kumquat.");
        await process.ApplyAsync();
        _index.Fault = new TimeoutException("away");
        Assert.NotNull(Assert.Single(await process.SearchAsync(_workspace, "kumquat")).VectorRank);
        Assert.NotNull(Assert.Single(await process.SearchAsync(_workspace, "kumquat")).VectorRank);
        Assert.Equal(1, _index.Searches);

        _index.Fault = null;
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(Assert.Single(await process.SearchAsync(_workspace, "kumquat")).VectorRank);
        Assert.Equal(2, _index.Searches);
    }

    [Fact]
    public async Task Search_IndexThatReturnsAnotherWorkspacesPoints_ShowsNoneOfThem()
    {
        var other = await _memory.WorkspaceAsync(_process);
        var foreign = await _process.AddAsync(other, "Secret", "The kumquat launch of another.");
        await _process.AddAsync(_workspace, "Ours", "Our kumquat.");
        await _process.ApplyAsync();
        for (var id = 1; id < 10; id++)
            _index.Lies.Add(new(id, foreign, 0.99));

        Assert.Equal(["Ours"], await TitlesAsync(_workspace));
        Assert.Equal(1, _index.Searches);
    }

    private async Task<IEnumerable<string>> TitlesAsync(Guid workspace) => (await _process.SearchAsync(workspace, "kumquat")).Select(h => h.Title);

    private static (string, int?, int?) Shown(MemoryHit hit) => (hit.Title, hit.VectorRank, hit.TextRank);
}
