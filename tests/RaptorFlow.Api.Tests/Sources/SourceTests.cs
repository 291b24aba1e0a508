using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Tests.Costs;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Sources;

public sealed class SourceTests(WholeApi api) : IClassFixture<WholeApi>, IAsyncLifetime
{
    private const string Credential = "/api/sources/newsapi/credential";
    private const string Headlines = "/newsapi/top-headlines";
    private const string Accepted = """{"status":"ok","totalResults":38,"articles":[]}""";
    private const string Refused = """{"status":"error","code":"apiKeyInvalid","message":"Your API key is invalid."}""";

    /// <summary>Of each test its own: what a vendor was asked is counted by account, and the account is the secret's.</summary>
    private readonly string _secret = $"n3ws-s3cret-{Guid.NewGuid():n}";

    private ScriptedServer _vendor = null!;
    private Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<RaptorFlow.Api.Problems.Problem> _process = null!;

    public async ValueTask InitializeAsync()
    {
        _vendor = await ScriptedServer.StartAsync();
        _process = api.With(services =>
        {
            services.Configure<CredentialOptions>(options => options.Keys.Add("a secret of a test that is long enough for a key"));
            services.Configure<SourceOptions>(options => options.Vendors["newsapi"] = new() { BaseAddress = new(_vendor.Address, "newsapi/") });
        });
        _process.UseKestrel();
        _process.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task List_WithoutKeys_SaysWhatEachSourceGivesAndNeeds()
    {
        var client = Client(await api.SignUpWithWorkspaceAsync());

        var newsapi = await NewsApiAsync(client);

        Assert.Equal(("NewsAPI", "none", "articles"), (newsapi.Text("title"), newsapi.Text("credential"), newsapi.GetProperty("kinds")[0].GetString()));
        Assert.Equal("api_key", newsapi.GetProperty("fields")[0].Text("name"));
    }

    [Fact]
    public async Task Credential_ThatTheVendorTakes_IsKept_AndNeverShownAgain()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var (client, stranger) = (Client(owner), Client(await api.SignUpWithWorkspaceAsync()));
        _vendor.On(Headlines, ScriptedServer.Body(Accepted));

        var outcome = await client.SendForAsync(HttpMethod.Put, Credential, new { fields = new { api_key = _secret } }, 200);

        Assert.Equal("accepted", outcome.Text("state"));
        var listed = await NewsApiAsync(client);
        Assert.Equal(("workspace", true, 1), (listed.Text("credential"), listed.GetProperty("accepted").GetBoolean(), listed.Long("requests_today")));
        Assert.DoesNotContain(_secret, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("none", (await NewsApiAsync(stranger)).Text("credential"));
        var hands = new Hands(api, owner);
        Assert.Equal("newsapi", await hands.SqlAsync<string>("select subject from audit_log where action = 'source.credential_entered' and user_id = @Id", new { owner.Id }));

        await client.SendForAsync(HttpMethod.Delete, Credential, null, 204);
        Assert.Equal("none", (await NewsApiAsync(client)).Text("credential"));
        (await client.SendForAsync(HttpMethod.Delete, Credential, null, 404)).Says("credential_not_found");
    }

    [Fact]
    public async Task Credential_ThatTheVendorRefuses_IsNotKept()
    {
        var client = Client(await api.SignUpWithWorkspaceAsync());
        _vendor.On(Headlines, context =>
        {
            context.Response.StatusCode = 401;
            return ScriptedServer.Body(Refused)(context);
        });

        var problem = await client.SendForAsync(HttpMethod.Put, Credential, new { fields = new { api_key = _secret } }, 422);

        problem.Says("credential_refused");
        Assert.DoesNotContain(_secret, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("none", (await NewsApiAsync(client)).Text("credential"));
    }

    [Fact]
    public async Task Test_TellsThatAKeyIsNoLongerTaken()
    {
        var client = Client(await api.SignUpWithWorkspaceAsync());
        (await client.SendForAsync(HttpMethod.Post, "/api/sources/newsapi/test", null, 409)).Says("not_configured");
        _vendor.On(Headlines, ScriptedServer.Body(Accepted), ScriptedServer.Body(Refused));
        await client.SendForAsync(HttpMethod.Put, Credential, new { fields = new { api_key = _secret } }, 200);

        Assert.Equal("refused", (await client.SendForAsync(HttpMethod.Post, "/api/sources/newsapi/test", null, 200)).Text("state"));

        Assert.False((await NewsApiAsync(client)).GetProperty("accepted").GetBoolean());
    }

    [Theory]
    [InlineData("""{"fields":{}}""", "fields.api_key")]
    [InlineData("""{"fields":{"api_key":"  "}}""", "fields.api_key")]
    [InlineData("""{"fields":{"api_key":"k","password":"p"}}""", "fields.password")]
    public async Task Credential_OfOtherFields_IsNamed(string body, string field)
    {
        var client = Client(await api.SignUpWithWorkspaceAsync());
        (await client.SendForAsync(HttpMethod.Put, Credential, JsonSerializer.Deserialize<JsonElement>(body), 400)).Says("validation_failed", field);
    }

    [Fact]
    public async Task Source_Unknown_IsNotFound()
    {
        var client = Client(await api.SignUpWithWorkspaceAsync());
        (await client.SendForAsync(HttpMethod.Put, "/api/sources/altavista/credential", new { fields = new { api_key = _secret } }, 404)).Says("source_not_found");
        (await client.SendForAsync(HttpMethod.Post, "/api/sources/altavista/test", null, 404)).Says("source_not_found");
    }

    [Fact]
    public async Task Credential_WhereTheInstallationCannotEncrypt_IsRefusedWithTheWayOut()
    {
        var client = (await api.SignUpWithWorkspaceAsync()).Client;
        (await client.SendForAsync(HttpMethod.Put, Credential, new { fields = new { api_key = _secret } }, 409)).Says("no_sealing_key");
    }

    [Theory]
    [InlineData("analyst")]
    [InlineData("lord_operator")]
    public async Task Credential_IsTheAdminsAlone(string role)
    {
        var (owner, member) = (await api.SignUpWithWorkspaceAsync(), await api.SignUpWithWorkspaceAsync());
        await owner.InviteAsync(member, role);

        await member.Client.GetForAsync("/api/sources", 200);
        await member.Client.SendForAsync(HttpMethod.Put, Credential, new { fields = new { api_key = _secret } }, 403);
        await member.Client.SendForAsync(HttpMethod.Delete, Credential, null, 403);
        await member.Client.SendForAsync(HttpMethod.Post, "/api/sources/newsapi/test", null, 403);
    }

    private HttpClient Client(Person person)
    {
        var client = _process.CreateClient().With("Bearer", person.AccessToken);
        client.DefaultRequestHeaders.Add("X-Workspace", person.WorkspaceId.ToString());
        return client;
    }

    private static async Task<JsonElement> NewsApiAsync(HttpClient client) => (await client.GetForAsync("/api/sources", 200)).Items().Single(source => source.Text("name") == "newsapi");
}
