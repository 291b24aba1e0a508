using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Codex;
using RaptorFlow.Memory;
using RaptorFlow.Serialization;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory.Codex;

/// <summary>What the product says of itself is found in every workspace, and is nobody's to change.</summary>
public sealed class CodexTests(EmbeddedStack stack) : IAsyncLifetime
{
    private MemoryFixture _memory = null!;
    private IServiceProvider _process = null!;
    private Guid _workspace;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _memory = await MemoryFixture.CreateAsync(stack);
        _process = _memory.Start();
        _workspace = await _memory.WorkspaceAsync(_process);
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task Concepts_AreLoadedOnce_AndFoundInEveryWorkspace()
    {
        Assert.Equal(CodexArticle.Concepts().Count(), await LoadAsync());
        Assert.Equal(0, await LoadAsync());

        foreach (var workspace in new[] { _workspace, await _memory.WorkspaceAsync(_process) })
        {
            var hit = (await _process.SearchAsync(workspace, "What happens when a budget's limit is reached?"))[0];
            Assert.Equal((MemoryCollections.CodexKnowledge, "Budgets and costs", "concept:budgets"), (hit.Collection, hit.Title, hit.Source));
            Assert.NotEmpty(hit.Highlights);
            Assert.NotNull(hit.VectorRank);
        }
        Assert.Equal("Onboarding", (await _process.SearchAsync(_workspace, "\"twelve steps\""))[0].Title);
    }

    [Fact]
    public async Task OwnDocuments_AndTheProducts_AreRankedTogether()
    {
        await LoadAsync();
        var own = await _process.AddAsync(_workspace, "Budgets", "Our budget for budgets: the budget of the budget committee.");

        var hits = await _process.SearchAsync(_workspace, "budget");

        Assert.Equal(own, hits[0].DocumentId);
        Assert.Contains(hits, hit => hit.Title == "Budgets and costs");
        Assert.Equal(hits.Select(hit => hit.Score).OrderDescending(), hits.Select(hit => hit.Score));
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task Search_ForSomethingElse_LeavesItOut(bool collection, bool campaign, bool date)
    {
        await LoadAsync();
        var among = new MemoryFilter { Collections = collection ? [MemoryCollections.CampaignBriefs] : [], CampaignId = campaign ? Guid.CreateVersion7() : null, From = date ? new(2026, 1, 1) : null };

        Assert.Empty(await _process.GetRequiredService<MemoryStore>().SearchAsync(_workspace, "budget", among, 10, Token));
    }

    [Fact]
    public async Task Workspaces_CanNeitherListNorReadNorDeleteNorWriteIt()
    {
        await LoadAsync();
        var store = _process.GetRequiredService<MemoryStore>();
        var article = (await _process.SearchAsync(_workspace, "budget"))[0].DocumentId;

        Assert.Empty(await store.ListAsync(_workspace, null, null, 50, Token));
        Assert.Null(await store.FindAsync(_workspace, article, Token));
        Assert.False(await store.DeleteAsync(_workspace, article, Token));
        await _process.ExecuteAsync(_workspace, "delete from memory_documents where workspace_id = codex_workspace()");
        await _process.ExecuteAsync(_workspace, "update memory_chunks set embedding_model = 'lies' where workspace_id = codex_workspace()");
        var e = await Assert.ThrowsAsync<PostgresException>(() => _process.ExecuteAsync(_workspace,
            "insert into memory_versions (workspace_id, version) values (codex_workspace(), 1) on conflict (workspace_id) do update set version = 99"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, e.SqlState);
        Assert.Equal(0, await LoadAsync());
        Assert.Contains(await _process.SearchAsync(_workspace, "budget"), hit => hit.VectorRank is not null);
    }

    [Fact]
    public async Task Agents_ComeAndChangeAndGo_WithTheirGuilds()
    {
        await RegisterAsync(("RES-901", "Reads tea leaves."), ("RES-902", "Counts sheep."));
        await LoadAsync();
        Assert.Equal("RES-901 Agent", (await _process.SearchAsync(_workspace, "tea leaves"))[0].Title);

        await RegisterAsync(("RES-901", "Reads coffee grounds."));
        Assert.Equal(2, await LoadAsync());

        Assert.Equal("agent:RES-901", (await _process.SearchAsync(_workspace, "coffee grounds"))[0].Source);
        Assert.DoesNotContain(await _process.SearchAsync(_workspace, "tea leaves or sheep"), hit => hit.Source is "agent:RES-902" || hit.Text.Contains("tea leaves", StringComparison.Ordinal));
    }

    [Fact]
    public async Task VectorIndex_HasItAsATenantOfItsOwn()
    {
        var index = new FakeVectorIndex();
        _process = _memory.Start(index);
        await LoadAsync();
        await _process.ApplyAsync();

        Assert.Contains(await _process.SearchAsync(_workspace, "budget"), hit => hit.VectorRank is not null);

        Assert.Equal(CodexArticle.Concepts().Count(), index.DocumentsOf(CodexArticle.Workspace).Count());
        Assert.Equal(1, index.Searches);
    }

    private Task<int> LoadAsync()
    {
        var services = _process;
        return new CodexLoading(services.GetRequiredService<Database>(), services.GetRequiredService<DocumentKeeping>(), services.GetRequiredService<MemoryStore>(), Registry()).LoadAsync(Token);
    }

    // A registry of its own, since what one has read it answers for a while.
    private AgentRegistry Registry() => new(_process.GetRequiredService<Database>(), TimeProvider.System, NullLogger<AgentRegistry>.Instance);

    private Task RegisterAsync(params (string Code, string Summary)[] agents) => Registry().RegisterAsync("host", [new LoadedGuild
    {
        Name = "research",
        DisplayName = "Research",
        Folder = "research",
        Version = "1.0.0",
        State = GuildState.Ready,
        Agents = [.. agents.Select(agent => new LoadedAgent(new() { Code = agent.Code, Name = "Agent", Summary = agent.Summary, Capabilities = [] }, new Dictionary<string, RaptorFlow.Agents.IAgentBehaviour>(), []))],
        Json = RaptorJson.CreateOptions(),
    }.Report], Token);
}
