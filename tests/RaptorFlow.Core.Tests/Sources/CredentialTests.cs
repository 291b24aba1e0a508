using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class CredentialTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";
    private const string Nothing = """{"status":"ok","totalResults":0,"articles":[]}""";

    private static readonly ArticleQuestion Question = new("crm");

    [Fact]
    public async Task Secret_IsNotInTheTable()
    {
        await using var test = await StartAsync(stack);

        await test.EnterAsync("newsapi", ("api_key", "secret-of-the-workspace"));

        var (bytes, text) = await RowAsync(test);
        Assert.DoesNotContain("secret-of-the-workspace", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("api_key", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal("secret-of-the-workspace", (await FindAsync(test.Services, test.WorkspaceId))!.Fields["api_key"]);
    }

    [Fact]
    public async Task Same_IsEncryptedDifferentlyEachTime()
    {
        await using var test = await StartAsync(stack);

        await test.EnterAsync("newsapi", ("api_key", "secret"));
        var first = (await RowAsync(test)).Sealed;
        await test.EnterAsync("newsapi", ("api_key", "secret"));

        Assert.NotEqual(first, (await RowAsync(test)).Sealed);
        Assert.Equal(2, (await FindAsync(test.Services, test.WorkspaceId))!.Version);
    }

    [Fact]
    public async Task NewKey_IsPutFirst_AndTheOldOneCanGo_WhenAllWasRead()
    {
        await using var test = await StartAsync(stack);
        await test.EnterAsync("newsapi", ("api_key", "secret-of-the-workspace"));
        var newer = AKey();

        Assert.Equal("secret-of-the-workspace", (await FindAsync(test.Host(("Credentials:Keys:0", newer), ("Credentials:Keys:1", SealingKey)), test.WorkspaceId))!.Fields["api_key"]);
        var alone = await FindAsync(test.Host(("Credentials:Keys:0", newer)), test.WorkspaceId);

        Assert.Equal(("secret-of-the-workspace", 1L), (alone!.Fields["api_key"], alone.Version));
        await Assert.ThrowsAsync<SourceException>(() => FindAsync(test.Services, test.WorkspaceId));
    }

    [Fact]
    public async Task WrongKey_IsARefusalThatSaysWhatToDo()
    {
        await using var test = await StartAsync(stack);
        await test.EnterAsync("newsapi", ("api_key", "secret-of-the-workspace"));

        var report = Report(await test.AskAsync(Question, host: test.Host(("Credentials:Keys:0", AKey()))));

        Assert.Equal((SourceStatus.Refused, "Its credential cannot be read: It was encrypted with a key that is not among Credentials:Keys. Enter it again, or give the key back to Credentials:Keys."), (report.Status, report.Detail));
    }

    [Fact]
    public async Task RowOfAnotherWorkspace_CannotBeOpened()
    {
        await using var test = await StartAsync(stack);
        var thief = await test.WorkspaceAsync();
        await test.EnterAsync("newsapi", ("api_key", "secret-of-the-workspace"));
        await test.EnterAsync(thief, "newsapi", ("api_key", "its own"));
        await CopyAsync(test, $"workspace_id = '{test.WorkspaceId}' and vendor = 'newsapi'", $"workspace_id = '{thief}' and vendor = 'newsapi'");

        Assert.Equal(SourceStatus.Refused, Report(await test.AskAsync(Question, workspaceId: thief)).Status);
    }

    [Fact]
    public async Task RowOfAnotherVendor_CannotBeOpened()
    {
        await using var test = await StartAsync(stack);
        await test.EnterAsync("semrush", ("api_key", "secret-of-the-workspace"));
        await test.EnterAsync("newsapi", ("api_key", "another"));
        await CopyAsync(test, $"workspace_id = '{test.WorkspaceId}' and vendor = 'semrush'", $"workspace_id = '{test.WorkspaceId}' and vendor = 'newsapi'");

        Assert.Equal(SourceStatus.Refused, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task Row_ThatWasTamperedWith_CannotBeOpened()
    {
        await using var test = await StartAsync(stack);
        await test.EnterAsync("newsapi", ("api_key", "secret-of-the-workspace"));
        await Changing(test, "update source_credentials set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1)");

        Assert.Equal(SourceStatus.Refused, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task Workspaces_ComesBeforeTheInstallations_UntilItIsRemoved()
    {
        await using var test = await StartAsync(stack, Installations("secret-i"), Address);
        var store = test.Services.GetRequiredService<CredentialStore>();

        Assert.Equal("secret-i", (await FindAsync(test.Services, test.WorkspaceId))!.Fields["api_key"]);
        await test.EnterAsync("newsapi", ("api_key", "secret-w"));
        Assert.Equal("secret-w", (await FindAsync(test.Services, test.WorkspaceId))!.Fields["api_key"]);
        Assert.True(await store.RemoveAsync(test.WorkspaceId, Guid.CreateVersion7(), "newsapi", Token));
        Assert.False(await store.RemoveAsync(test.WorkspaceId, Guid.CreateVersion7(), "newsapi", Token));
        Assert.Equal("secret-i", (await FindAsync(test.Services, test.WorkspaceId))!.Fields["api_key"]);
    }

    [Fact]
    public async Task Installations_ThatLacksAField_IsNone()
    {
        await using var test = await StartAsync(stack, ("Sources:Vendors:linkedin:Credential:access_token", "secret"));

        Assert.Equal(SourceStatus.NotConfigured, Assert.Single((await test.AskAsync(new MentionQuestion("crm"))).Reports, report => report.Source == "linkedin").Status);
    }

    [Fact]
    public async Task List_ShowsWhatWasTested_AndNoSecret()
    {
        await using var test = await StartAsync(stack);
        await test.EnterAsync("newsapi", ("api_key", "secret-w"));
        var store = test.Services.GetRequiredService<CredentialStore>();
        await store.NoteTestAsync(test.WorkspaceId, "newsapi", new(false, "It refuses the key."), Token);

        var entered = Assert.Single(await store.ListAsync(test.WorkspaceId, Token)).Value;

        Assert.Equal(("newsapi", false, "It refuses the key."), (entered.Vendor, entered.Accepted, entered.TestResult));
        Assert.Empty(await store.ListAsync(await test.WorkspaceAsync(), Token));
    }

    [Fact]
    public async Task InstallationsKey_IsRotatedWithoutARestart()
    {
        IConfigurationRoot? configuration = null;
        await using var test = await StartAsync(stack, services => services.AddSingleton<IConfiguration>(_ => configuration!), Installations("not read"));
        configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sources:Vendors:newsapi:BaseAddress"] = new Uri(test.Server.Address, "newsapi/").ToString(),
            ["Sources:Vendors:newsapi:Credential:api_key"] = "key-of-yesterday",
        }).Build();
        test.Server.On(Path, Answer(Nothing), Answer(Nothing));

        await test.AskAsync(Question);
        configuration["Sources:Vendors:newsapi:Credential:api_key"] = "key-of-today";
        configuration.Reload();
        await test.AskAsync(Question, fresh: true);

        Assert.Equal(["key-of-yesterday", "key-of-today"], test.Server.Requests.Select(request => request.Headers["X-Api-Key"]));
    }

    [Fact]
    public void Credential_HasNoTextOfItsOwn_AndTakesItsSecretsOutOfOthers()
    {
        var credential = new Credential("newsapi", new Dictionary<string, string> { ["api_key"] = "secret-n", ["short"] = "a" }, null, 0);

        Assert.Equal("credential of newsapi", credential.ToString());
        Assert.Equal("The key … is bad.", credential.Without("The key secret-n is bad."));
    }

    private static string AKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Task<Credential?> FindAsync(IServiceProvider host, Guid workspaceId) =>
        host.GetRequiredService<CredentialStore>().FindAsync(workspaceId, host.GetRequiredService<Vendors>().Get("newsapi"), Token);

    private static async Task<(byte[] Sealed, string Text)> RowAsync(SourcesUnderTest test)
    {
        await using var scope = await test.Database.BeginAsync(test.WorkspaceId, Token);
        var bytes = await scope.FirstAsync<byte[]>("select sealed from source_credentials", null, Token);
        return (bytes!, (await scope.FirstAsync<string>("select row_to_json(c)::text from source_credentials c", null, Token))!);
    }

    private static Task CopyAsync(SourcesUnderTest test, string from, string to) => Changing(test, $"update source_credentials set sealed = (select sealed from source_credentials where {from}) where {to}");

    // What no policy lets the application do.
    private static Task Changing(SourcesUnderTest test, string sql) =>
        test.OwnerAsync($"alter table source_credentials no force row level security; {sql}; alter table source_credentials force row level security");

    private static (string, string) Installations(string key) => ("Sources:Vendors:newsapi:Credential:api_key", key);

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");
}
