using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Memory;

public sealed class DocumentTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private const string Path = "/api/memory/documents";

    private WebApplication? _site;
    private string _page = "<title>Prices</title><p>The starter plan costs nine dollars.";

    private string PageAddress => $"{_site!.Urls.Single()}/page";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.Run(async context =>
        {
            context.Response.StatusCode = context.Request.Path == "/page" ? 200 : 404;
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(_page, context.RequestAborted);
        });
        await _site.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => _site!.DisposeAsync();

    [Fact]
    public async Task Add_File_IsReadAndGivenBackWhole()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var added = await UploadAsync(person, "Name;Price\nRye;3", "prices.csv", 201, ("collection", "codex_knowledge"), ("type", "price list"), ("date", "2025-06-03"));
        Assert.Equal(("prices", "prices.csv", "text/csv", "price list", "2025-06-03"),
            (Text(added, "title"), Text(added, "source"), Text(added, "media_type"), Text(added, "type"), Text(added, "date")));
        Assert.False(added.TryGetProperty("text", out _));
        var shown = await person.Client.GetForAsync($"{Path}/{Text(added, "id")}", 200);
        Assert.Equal("Name: Rye; Price: 3", Text(shown, "text"));
        Assert.Equal(1, shown.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Add_FileAgainToReplace_KeepsItsId()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var first = await UploadAsync(person, "First words.", "notes.txt", 201, ("collection", "codex_knowledge"));
        var second = await UploadAsync(person, "Second words.", "notes.txt", 200, ("collection", "codex_knowledge"), ("replace", "true"));
        Assert.Equal((Text(first, "id"), 2), (Text(second, "id"), second.GetProperty("revision").GetInt32()));
    }

    [Fact]
    public async Task Add_Url_IsFetchedReadAndFetchedAnew()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var added = await person.Client.PostForAsync(Path, new { url = PageAddress, collection = "competitor_intel" }, 201);
        Assert.Equal(("Prices", PageAddress), (Text(added, "title"), Text(added, "address")));
        var refresh = $"{Path}/{Text(added, "id")}/refresh";
        Assert.False((await person.Client.PostForAsync(refresh, new { }, 200)).GetProperty("changed").GetBoolean());

        _page = "<title>Prices</title><p>The starter plan costs twelve euros.";
        var refreshed = await person.Client.PostForAsync(refresh, new { }, 200);

        Assert.True(refreshed.GetProperty("changed").GetBoolean());
        Assert.Equal(2, refreshed.GetProperty("document").GetProperty("revision").GetInt32());
        var found = await person.Client.PostForAsync("/api/memory/search", new { query = "starter plan" }, 200);
        Assert.Contains("twelve euros", Text(Assert.Single(found.GetProperty("items").EnumerateArray()), "text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", 422, "address_forbidden_address")]
    [InlineData("http://user:secret@example.com/", 400, "address_invalid_address")]
    [InlineData("javascript:alert(1)", 400, "address_invalid_address")]
    public async Task Add_UrlThatIsRefused_SaysWhyAndWhatToDo(string url, int status, string code)
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var problem = await person.Client.PostForAsync(Path, new { url, collection = "competitor_intel" }, status);
        Assert.Equal(code, Text(problem, "error_code"));
        Assert.NotEmpty(Text(problem, "suggestion"));
        Assert.True(problem.GetProperty("errors").TryGetProperty("url", out _));
    }

    [Theory]
    [InlineData("a.docx", "PK\u0003\u0004\0", 415, "document_type_unknown")]
    [InlineData("a.txt", " \n ", 422, "document_empty")]
    [InlineData("a.pdf", "%PDF-1.7 and nothing more", 422, "document_malformed")]
    public async Task Add_FileThatCannotBeRead_NamesTheField(string name, string content, int status, string code)
    {
        var problem = await UploadAsync(await host.SignUpWithWorkspaceAsync(), content, name, status, ("collection", "codex_knowledge"));
        Assert.Equal(code, Text(problem, "error_code"));
        Assert.NotEmpty(Text(problem, "suggestion"));
        Assert.True(problem.GetProperty("errors").TryGetProperty("file", out _));
    }

    [Fact]
    public async Task Add_FileThatIsTooLarge_NamesTheFieldAndTheLimit()
    {
        var problem = await UploadAsync(await host.SignUpWithWorkspaceAsync(), new string('x', 10 * 1024 * 1024 + 1), "a.txt", 413, ("collection", "codex_knowledge"));
        Assert.Equal("payload_too_large", Text(problem, "error_code"));
        Assert.Contains("10 MB", problem.GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
        problem = await UploadAsync(await host.SignUpWithWorkspaceAsync(), new string('x', 1_000_001), "a.txt", 413, ("collection", "codex_knowledge"));
        Assert.Equal("document_too_long", Text(problem, "error_code"));
    }

    [Fact]
    public async Task Add_FieldsOfAForm_AreCheckedAllAtOnce()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var problem = await UploadAsync(person, "Text.", "a.txt", 400, ("collection", "codex_knowledge"), ("date", "yesterday"), ("campaign_id", "mine"), ("replace", "perhaps"));
        Assert.Equal(["campaign_id", "date", "replace"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        problem = await UploadAsync(person, "Text.", "a.txt", 400, ("collection", "cellar"), ("url", "https://example.com"));
        Assert.Equal(["collection", "file"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        await person.Client.PostForAsync(Path, new { title = "t", text = "x", replace = true, collection = "codex_knowledge" }, 400);
    }

    [Fact]
    public async Task Add_BodyOfAnotherType_IsRefused()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        using var body = new StringContent("<a/>", Encoding.UTF8, "application/xml");
        await ClientExtensions.Expect(await person.Client.PostAsync(Path, body, Token), 415);
        using var form = new StringContent("no form", Encoding.UTF8);
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await ClientExtensions.Expect(await person.Client.PostAsync(Path, form, Token), 400);
    }

    [Fact]
    public async Task Add_SameKeyAgain_IsAnsweredTheSame()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        person.Client.DefaultRequestHeaders.Add("Idempotency-Key", "add-1");
        var body = new { title = "t", text = "Once.", collection = "codex_knowledge" };
        var first = await person.Client.PostForAsync(Path, body, 201);
        Assert.Equal(Text(first, "id"), Text(await person.Client.PostForAsync(Path, body, 201), "id"));
    }

    [Fact]
    public async Task Put_Text_ReplacesIt()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var added = await person.Client.PostForAsync(Path, new { title = "t", text = "First words.", collection = "codex_knowledge" }, 201);
        var path = $"{Path}/{Text(added, "id")}";
        var replaced = await person.Client.SendForAsync(HttpMethod.Put, path, new { text = "Second words.", title = "u" }, 200);
        Assert.Equal(("u", 2), (Text(replaced, "title"), replaced.GetProperty("revision").GetInt32()));
        Assert.False((await person.Client.SendForAsync(HttpMethod.Put, path, new { text = "Second words." }, 200)).TryGetProperty("text", out _));
        Assert.Equal("Second words.", Text(await person.Client.GetForAsync(path, 200), "text"));
        var problem = await person.Client.SendForAsync(HttpMethod.Put, path, new { text = new string('x', 1_000_001), title = new string('t', 201) }, 400);
        Assert.Equal(["text", "title"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        Assert.Equal("document_without_address", Text(await person.Client.PostForAsync($"{path}/refresh", new { }, 409), "error_code"));
    }

    [Fact]
    public async Task Put_TextOfAnotherDocument_IsAConflict()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        await person.Client.PostForAsync(Path, new { title = "t", text = "First words.", collection = "codex_knowledge" }, 201);
        var second = await person.Client.PostForAsync(Path, new { title = "t", text = "Second words.", collection = "codex_knowledge" }, 201);
        Assert.Equal("document_exists", Text(await person.Client.SendForAsync(HttpMethod.Put, $"{Path}/{Text(second, "id")}", new { text = "First words." }, 409), "error_code"));
    }

    [Fact]
    public async Task EveryAction_OnAnotherWorkspacesDocument_FindsNone()
    {
        var (owner, stranger) = (await host.SignUpWithWorkspaceAsync(), await host.SignUpWithWorkspaceAsync());
        var added = await owner.Client.PostForAsync(Path, new { url = PageAddress, collection = "competitor_intel" }, 201);
        var path = $"{Path}/{Text(added, "id")}";
        await stranger.Client.GetForAsync(path, 404);
        await stranger.Client.SendForAsync(HttpMethod.Put, path, new { text = "Mine." }, 404);
        await stranger.Client.PostForAsync($"{path}/refresh", new { }, 404);
        await stranger.Client.SendForAsync(HttpMethod.Delete, path, null, 404);
        Assert.Equal(1, (await owner.Client.GetForAsync(path, 200)).GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task EveryChange_ByOneWhoMayOnlyRead_IsRefused()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var guest = await host.SignUpAsync();
        await owner.InviteAsync(guest, "viewer");
        var added = await owner.Client.PostForAsync(Path, new { title = "t", text = "Words.", collection = "codex_knowledge" }, 201);
        var path = $"{Path}/{Text(added, "id")}";
        await guest.Client.GetForAsync(path, 200);
        await guest.Client.SendForAsync(HttpMethod.Put, path, new { text = "Mine." }, 403);
        await guest.Client.PostForAsync($"{path}/refresh", new { }, 403);
        await UploadAsync(guest, "Text.", "a.txt", 403, ("collection", "codex_knowledge"));
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static async Task<JsonElement> UploadAsync(Person person, string content, string name, int status, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var field in fields)
            form.Add(new StringContent(field.Value), field.Name);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name);
        return await ClientExtensions.Expect(await person.Client.PostAsync(Path, form, Token), status);
    }
}
