using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.AgentHost.Tests.Memory;

/// <summary>What a host does for memory by itself.</summary>
public sealed class MemoryUpkeepTests(EmbeddedStack stack)
{
    private const string Site = "/page";
    private const string Vector = """{"object":"list","model":"vectors-1","data":[{"object":"embedding","index":0,"embedding":[1,0]}],"usage":{"prompt_tokens":9,"total_tokens":9}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_TheProductsConceptsAndTheGuildsAgentsAreInMemory()
    {
        await using var host = await StartAsync();
        await host.JoinAsync();

        await Eventually.TrueAsync(async () => await FirstAsync(host, "TST-001 scripted") is { Source: "agent:TST-001" }, Token);

        Assert.Equal("concept:onboarding", (await FirstAsync(host, "the twelve steps of on-boarding"))!.Source);
    }

    [Fact]
    public async Task HashedVectors_AreReplaced_OnceAModelIsConfigured()
    {
        await using var vendor = await ScriptedServer.StartAsync();
        vendor.On("/v1/embeddings", [.. Enumerable.Repeat(Body(Vector), 300)]);
        await using var host = await StartAsync(
            ("Models:Providers:openai:ApiKey", "key"), ("Models:Providers:openai:BaseAddress", new Uri(vendor.Address, "v1").ToString()),
            ("Memory:Embedding:Provider", "openai"), ("Memory:Embedding:Model", "vectors-1"), ("Memory:Embedding:Dimensions", "2"), ("Memory:Embedding:PricePerMillion", "0.02"),
            ("Memory:Embedding:BatchSize", "1"), ("Memory:EmbedRound", "00:00:00.200"));
        await host.JoinAsync();
        var (document, _) = await host.Services.GetRequiredService<MemoryStore>().AddAsync(host.Workspace, new("Ships", "A ship sails.", MemoryCollections.CampaignBriefs), Token);
        await SqlAsync(host, "update memory_chunks set embedding = '{1}', embedding_model = 'old' where workspace_id = @Workspace; update memory_documents set embedded_with = 'old 1' where workspace_id = @Workspace");

        await Eventually.TrueAsync(async () => (await host.Services.GetRequiredService<MemoryStore>().SearchAsync(host.Workspace, "ship", MemoryFilter.None, 50, Token))
            .Any(hit => hit.DocumentId == document.Id && hit.VectorRank is not null), Token);
    }

    [Fact]
    public async Task Pages_AreFetchedAnewWhenTheyAreDue()
    {
        await using var site = await ScriptedServer.StartAsync();
        site.On(Site, Page("Apples are red."), Page("Apples are green."));
        await using var host = await StartAsync(("Web:AllowedNetworks:0", "127.0.0.0/8"), ("Memory:RefreshEvery", "00:00:01"), ("Memory:RefreshRound", "00:00:01"));
        await host.JoinAsync();

        var added = await host.Services.GetRequiredService<DocumentIntake>().AddPageAsync(host.Workspace, new(MemoryCollections.IndustryResearch), new Uri(site.Address, Site).ToString(), Token);
        Assert.NotNull(added.Document);

        await Eventually.TrueAsync(async () => (await host.Services.GetRequiredService<MemoryStore>().FindAsync(host.Workspace, added.Document.Id, Token))!.Text!.Contains("green", StringComparison.Ordinal), Token);
    }

    private async Task<HostUnderTest> StartAsync(params (string, string)[] settings) =>
        await HostUnderTest.StartAsync(stack, (await stack.GarnetAsync()).ConnectionString, [("Memory:CodexRound", "00:00:00.200"), .. settings]);

    private static async Task<MemoryHit?> FirstAsync(HostUnderTest host, string query) =>
        await host.Services.GetRequiredService<MemoryStore>().SearchAsync(host.Workspace, query, MemoryFilter.None, 1, Token) is [var first, ..] ? first : null;

    private static async Task SqlAsync(HostUnderTest host, string sql)
    {
        await using var scope = await host.Services.GetRequiredService<Database>().BeginAsync(host.Workspace, Token);
        await scope.ExecuteAsync(sql, new { host.Workspace }, Token);
        await scope.CommitAsync(Token);
    }

    private static Func<HttpContext, Task> Page(string text) => async context =>
    {
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync($"<html><title>Apples</title><body><p>{text}</p></body></html>");
    };
}
