using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Tests.Costs;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Api.Tests.Cache;

public sealed class CacheTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static readonly string[] Kinds = ["agent_responses", "market_data", "competitor_profiles", "personas", "campaign_results", "preferences", "embeddings"];
    private static readonly string[] Roles = ["viewer", "analyst", "lord_operator", "admin"];

    [Fact]
    public async Task Figures_WithoutAnyLookup_AreOfEveryKindAndWithoutRate()
    {
        var (owner, _) = await BeginAsync();

        var report = await owner.Client.GetForAsync("/api/cache", 200);

        Assert.Equal(Kinds, report.Items().Select(i => i.Text("kind")));
        Assert.Equal([1, 7, 7, 30, 365, 30, 7], report.Items().Select(i => i.Long("lifetime_seconds") / 86_400));
        Assert.All(report.Items(), i => Assert.Equal((0, 0, 0, false), (i.Long("hits"), i.Long("misses"), i.Long("fresh"), i.TryGetProperty("hit_rate", out _))));
        Assert.Equal(0, report.Long("saved_micros"));
    }

    [Fact]
    public async Task Figures_AreOfTheDaysAskedFor_AndOfThisWorkspaceAlone()
    {
        var (owner, hands) = await BeginAsync();
        var (stranger, _) = await BeginAsync();
        await CountAsync(hands, owner.WorkspaceId, "2026-10-31", 100);
        await CountAsync(hands, owner.WorkspaceId, "2026-11-01", 3);
        await CountAsync(hands, owner.WorkspaceId, "2026-11-02", 0);

        var report = await owner.Client.GetForAsync("/api/cache?from=2026-11-01&to=2026-11-02", 200);

        Assert.Equal(("2026-11-01", "2026-11-02"), (report.Text("from"), report.Text("to")));
        var personas = report.Items().Single(i => i.Text("kind") == "personas");
        Assert.Equal((3, 2, 4, 0.6m), (personas.Long("hits"), personas.Long("misses"), personas.Long("fresh"), personas.GetProperty("hit_rate").GetDecimal()));
        var theirs = await stranger.Client.GetForAsync("/api/cache?from=2026-11-01&to=2026-11-02", 200);
        Assert.All(theirs.Items(), i => Assert.Equal((0, 0), (i.Long("hits"), i.Long("misses"))));
    }

    [Fact]
    public async Task Saved_IsWhatAnswersFromTheCacheCostWhenTheyWereBought()
    {
        var (owner, _) = await BeginAsync();
        var (stranger, _) = await BeginAsync();
        var books = new Books(api, owner);
        await books.SpendAsync(books.Scope(), Books.Entry(70));
        await books.SpendAsync(books.Scope(), Books.Entry(0) with { ServedFrom = ServedFrom.Cache, SavedMicros = 50 });
        await books.SpendAsync(books.Scope(), Books.Entry(0) with { ServedFrom = ServedFrom.Cache, SavedMicros = 20 });
        await books.SpendAsync(books.Scope(), Books.Entry(0) with { ServedFrom = ServedFrom.Record, SavedMicros = 900 });

        Assert.Equal(70, (await owner.Client.GetForAsync("/api/cache", 200)).Long("saved_micros"));
        Assert.Equal(0, (await owner.Client.GetForAsync("/api/cache?from=2020-01-01&to=2020-12-31", 200)).Long("saved_micros"));
        Assert.Equal(0, (await stranger.Client.GetForAsync("/api/cache", 200)).Long("saved_micros"));
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-11-02&to=2026-11-01", "to")]
    public async Task Figures_UnfitDays_AreNamed(string query, string field)
    {
        var (owner, _) = await BeginAsync();
        (await owner.Client.GetForAsync($"/api/cache?{query}", 400)).Says("validation_failed", field);
    }

    [Theory]
    [InlineData("GET", "/api/cache", "analyst", "costs:read", 200)]
    [InlineData("DELETE", "/api/cache", "lord_operator", "cache:write", 204)]
    [InlineData("DELETE", "/api/cache/personas", "lord_operator", "cache:write", 204)]
    public async Task Route_ByRoleAndScope_LetsInWhoMay(string method, string path, string least, string scope, int status)
    {
        var (owner, _) = await BeginAsync();
        foreach (var role in Roles)
        {
            var member = await api.SignUpWithWorkspaceAsync();
            await owner.InviteAsync(member, role);
            await SendAsync(member.Client, Array.IndexOf(Roles, role) >= Array.IndexOf(Roles, least) ? status : 403);
        }
        var refused = await SendAsync(api.WithKey((await owner.CreateKeyAsync("memory:read")).Key), 403);
        Assert.Contains(scope, refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await SendAsync(api.WithKey((await owner.CreateKeyAsync(scope)).Key), status);

        Task<JsonElement> SendAsync(HttpClient client, int expected) => client.SendForAsync(new(method), path, null, expected);
    }

    [Theory]
    [InlineData("answers")]
    [InlineData("Personas")]
    [InlineData("everything")]
    public async Task Empty_UnknownKind_IsToldWhichThereAre(string kind)
    {
        var (owner, hands) = await BeginAsync();

        var problem = await owner.Client.SendForAsync(HttpMethod.Delete, $"/api/cache/{kind}", null, 400);

        problem.Says("validation_failed", "kind");
        Assert.Contains(string.Join(", ", Kinds), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await hands.SqlAsync<int>("select count(*) from cache_tags"));
    }

    [Fact]
    public async Task Empty_OneKindThenAll_IsInTheAuditLog()
    {
        var (owner, hands) = await BeginAsync();

        foreach (var kind in Kinds)
            await owner.Client.SendForAsync(HttpMethod.Delete, $"/api/cache/{kind}", null, 204);
        await owner.Client.SendForAsync(HttpMethod.Delete, "/api/cache", null, 204);

        Assert.Equal(string.Join(' ', Kinds.Append("everything")), await hands.SqlAsync<string>("select string_agg(subject, ' ' order by at) from audit_log where action = 'cache.emptied' and user_id = @Id", new { owner.Id }));
    }

    [Fact]
    public async Task Search_AskedTwice_IsEmbeddedOnce_UntilTheCacheIsEmptied_AndIsCountedWhenTheProcessStops()
    {
        var (owner, _) = await BeginAsync();
        using var model = new CountingModel();
        await using (var process = api.With(services => services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(model)))
        {
            process.UseKestrel();
            process.StartServer();
            using var client = process.CreateClient().With("Bearer", owner.AccessToken);
            client.DefaultRequestHeaders.Add("X-Workspace", owner.WorkspaceId.ToString());

            await SearchAsync(client);
            await SearchAsync(client);
            Assert.Equal(1, model.Calls);
            await client.SendForAsync(HttpMethod.Delete, "/api/cache/personas", null, 204);
            await SearchAsync(client);
            Assert.Equal(1, model.Calls);
            await client.SendForAsync(HttpMethod.Delete, "/api/cache/embeddings", null, 204);
            await SearchAsync(client);
            Assert.Equal(2, model.Calls);
        }

        var embeddings = (await owner.Client.GetForAsync("/api/cache", 200)).Items().Single(i => i.Text("kind") == "embeddings");
        Assert.Equal((2, 2, 0.5m), (embeddings.Long("hits"), embeddings.Long("misses"), embeddings.GetProperty("hit_rate").GetDecimal()));

        static Task<JsonElement> SearchAsync(HttpClient client) => client.PostForAsync("/api/memory/search", new { query = "apples" }, 200);
    }

    private async Task<(Person Owner, Hands Hands)> BeginAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        return (owner, new(api, owner));
    }

    private static Task CountAsync(Hands hands, Guid workspace, string day, long hits) =>
        hands.SqlAsync<int>("insert into cache_lookups (workspace_id, day, kind, hits, misses, fresh) values (@workspace, @day::date, 'personas', @hits, 1, 2)", new { workspace, day, hits });

    private sealed class CountingModel : IEmbeddingGenerator<string, Embedding<float>>
    {
        private int _calls;

        public int Calls => _calls;

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(new float[] { 1, 2, 3 }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
