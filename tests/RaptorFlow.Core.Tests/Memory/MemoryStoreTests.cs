using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class MemoryStoreTests(EmbeddedStack stack) : IAsyncLifetime
{
    private TestDatabase? _database;
    private IHost? _host;
    private Guid _user;

    private MemoryStore Store => _host!.Services.GetRequiredService<MemoryStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _host = Start();
        _user = (await new UserStore(_host.Services.GetRequiredService<Database>(), TimeProvider.System).CreateAsync("ada@example.com", "a hash", "{}", Token))!.Id;
    }

    public async ValueTask DisposeAsync()
    {
        _host!.Dispose();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Search_SharedWordsAndInflections_RanksByBothWays()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Support", "Customers praise the quick support of the team.");
        await AddAsync(workspace, "Prices", "The subscription's prices were raised twice in a year.");

        var hit = (await SearchAsync(workspace, "price of subscriptions"))[0];

        Assert.Equal("Prices", hit.Title);
        Assert.Equal(1, hit.VectorRank);
        Assert.Equal(1, hit.TextRank);
        Assert.Equal(1.03 / 61, hit.Score, 6);
    }

    [Fact]
    public async Task Search_MisspeltWord_IsFoundByItsParts()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Rules", "Compliance with the accessibility directive is required.");
        var hit = Assert.Single(await SearchAsync(workspace, "accesibility"));
        Assert.Null(hit.TextRank);
        Assert.Equal(1, hit.VectorRank);
    }

    [Fact]
    public async Task Search_LanguageOtherThanEnglish_IsStemmedInIt()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Preise", "Die Preise der Verträge sind im letzten Jahr nicht gestiegen, und das ist auch für die Kunden gut.");
        Assert.NotNull(Assert.Single(await SearchAsync(workspace, "Vertrag")).TextRank);
    }

    [Fact]
    public async Task Search_ExcludedWord_ExcludesFromTheTextRanking()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Red", "The apple is red.");
        await AddAsync(workspace, "Green", "The apple is green.");
        var hits = await SearchAsync(workspace, "apple -red");
        Assert.Equal("Green", hits[0].Title);
        Assert.All(hits, hit => Assert.True(hit.Title == "Green" || hit.TextRank is null));
    }

    [Fact]
    public async Task Search_NothingInCommon_FindsNothing()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Apples", "The apple is red.");
        Assert.Empty(await SearchAsync(workspace, "quantum blockchain"));
    }

    [Fact]
    public async Task Search_ChangeMadeByAnotherProcess_IsSeen()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "First", "Misty mountains hop.");
        Assert.Single(await SearchAsync(workspace, "misty mountain"));
        using var other = Start();
        var otherStore = other.Services.GetRequiredService<MemoryStore>();

        var (second, _) = await otherStore.AddAsync(workspace, new("Second", "Misty mountains cold.", MemoryCollections.CampaignBriefs), Token);
        Assert.Equal(2, (await SearchAsync(workspace, "misty mountain")).Count(hit => hit.VectorRank is not null));

        await otherStore.DeleteAsync(workspace, second.Id, Token);
        Assert.Equal("First", Assert.Single(await SearchAsync(workspace, "misty mountain")).Title);
    }

    [Fact]
    public async Task Search_ManyWorkspacesAtOnce_NeverCrossOver()
    {
        var workspaces = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            workspaces.Add(await WorkspaceAsync());
            await AddAsync(workspaces[i], $"Title {workspaces[i]}", "The same misty mountains in every workspace.");
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), Token, async (i, _) =>
        {
            var workspace = workspaces[i % workspaces.Count];
            Assert.Equal($"Title {workspace}", Assert.Single(await SearchAsync(workspace, "misty mountains")).Title);
        });
    }

    [Fact]
    public async Task Database_UnderAnotherWorkspace_ShowsNoRowOfMemory()
    {
        var workspace = await WorkspaceAsync();
        await AddAsync(workspace, "Secret", "The kumquat launch.");
        var other = await WorkspaceAsync();
        await using var scope = await _host!.Services.GetRequiredService<Database>().BeginAsync(other, Token);
        foreach (var table in new[] { "memory_documents", "memory_chunks", "memory_versions", "memory_changes" })
            Assert.Equal([0L], await scope.QueryAsync<long>($"select count(*) from {table}", null, Token));
    }

    [Theory]
    [InlineData("# ", "\n\nBelow it.")]
    [InlineData("", "\n===\n\nBelow it.")]
    [InlineData("", "")]
    public async Task Add_AsMuchAsIsAllowedInDistinctWords_IsFoundByTheLast(string before, string after)
    {
        var words = string.Concat(Enumerable.Range(0, NewDocument.MaximumText / 10 - 10).Select(i => $"w{i:D8} "));
        var workspace = await WorkspaceAsync();

        await AddAsync(workspace, "Large", before + words.TrimEnd() + after);

        Assert.NotNull((await SearchAsync(workspace, $"w{NewDocument.MaximumText / 10 - 11:D8}"))[0].TextRank);
    }

    [Fact]
    public async Task Search_Filtered_FindsOnlyWhatPassesByWordsAndByVectors()
    {
        var workspace = await WorkspaceAsync();
        var campaign = Guid.CreateVersion7();
        await AddAsync(workspace, new("Old report", "Apples in a report of long ago.", MemoryCollections.IndustryResearch) { Type = "report", Date = new(2020, 1, 1) });
        await AddAsync(workspace, new("New report", "Apples in a report of today.", MemoryCollections.IndustryResearch) { Type = "report", Date = new(2026, 1, 1) });
        await AddAsync(workspace, new("Interview", "Apples in an interview.", MemoryCollections.CampaignBriefs) { Type = "interview", CampaignId = campaign });

        Assert.Equal(["Interview", "New report", "Old report"], await TitlesAsync(MemoryFilter.None));
        Assert.Equal(["New report", "Old report"], await TitlesAsync(new() { Types = ["report"] }));
        Assert.Equal(["New report"], await TitlesAsync(new() { From = new(2026, 1, 1) }));
        Assert.Equal(["Old report"], await TitlesAsync(new() { To = new(2020, 1, 1) }));
        Assert.Equal(["Interview"], await TitlesAsync(new() { CampaignId = campaign }));
        Assert.Empty(await TitlesAsync(new() { CampaignId = campaign, Types = ["report"] }));

        async Task<IEnumerable<string>> TitlesAsync(MemoryFilter among)
        {
            var hits = await Store.SearchAsync(workspace, "apples", among, 10, Token);
            Assert.All(hits, hit => Assert.True(hit is { TextRank: not null, VectorRank: not null }));
            return hits.Select(h => h.Title).Order(StringComparer.Ordinal);
        }
    }

    private IHost Start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(_database!.AppConnectionString));
        builder.Services.AddSingleton<Database>();
        builder.AddMemory();
        return builder.Build();
    }

    private async Task<Guid> WorkspaceAsync() =>
        (await new WorkspaceStore(_host!.Services.GetRequiredService<Database>(), TimeProvider.System).CreateAsync("Acme", _user, Token)).Id;

    private Task AddAsync(Guid workspace, string title, string text) => AddAsync(workspace, new(title, text, MemoryCollections.CampaignBriefs));

    private Task AddAsync(Guid workspace, NewDocument document) => Store.AddAsync(workspace, document, Token);

    private Task<IReadOnlyList<MemoryHit>> SearchAsync(Guid workspace, string query) => Store.ForWorkspace(workspace).SearchAsync(query, [], 10, Token);
}
