using System.Text.Json;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Memory;

public sealed class MemoryTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Text = "# Pricing\n\nThe starter plan costs nine dollars a month.\n\n## Discounts\n\nCharities pay half of the price.\n";

    [Fact]
    public async Task Document_Added_IsFoundWithItsPlace()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var added = await AddAsync(person, "Price list", Text, 201);

        var found = await SearchAsync(person, "discount for a charity");

        var hit = found[0];
        Assert.Equal(added.GetProperty("id").GetGuid(), hit.GetProperty("document_id").GetGuid());
        Assert.Equal("Pricing › Discounts", hit.GetProperty("heading").GetString());
        Assert.Equal("Charities pay half of the price.", hit.GetProperty("text").GetString());
        Assert.Equal(2, added.GetProperty("chunks").GetInt32());
    }

    [Fact]
    public async Task Document_SameTextAgain_IsTheSameDocument()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var first = await AddAsync(person, "Price list", Text, 201);
        var second = await AddAsync(person, "Another title", Text, 200);
        Assert.Equal(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Document_SameTextManyTimesAtOnce_IsAddedOnce()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var body = new { title = "t", text = Text, collection = "codex_knowledge" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(person.Client, "/api/memory/documents", body, TestContext.Current.CancellationToken)));
        Assert.Single(answers, a => (int)a.StatusCode == 201);
        Assert.Equal(5, answers.Count(a => (int)a.StatusCode == 200));
    }

    [Fact]
    public async Task Search_AfterDeletion_FindsNothing()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var added = await AddAsync(person, "Price list", Text, 201);
        Assert.NotEmpty(await SearchAsync(person, "starter plan"));

        await person.Client.SendForAsync(HttpMethod.Delete, $"/api/memory/documents/{added.GetProperty("id")}", null, 204);

        Assert.Empty(await SearchAsync(person, "starter plan"));
        await person.Client.SendForAsync(HttpMethod.Delete, $"/api/memory/documents/{added.GetProperty("id")}", null, 404);
    }

    [Fact]
    public async Task Search_AnotherWorkspacesDocuments_AreNeverFoundWhoeverSearchedBefore()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var stranger = await host.SignUpWithWorkspaceAsync();
        var secret = await AddAsync(owner, "Secret plan", "The kumquat launch happens in Reykjavik.", 201);
        var own = await AddAsync(stranger, "Harmless", "Kumquat marmalade, a recipe.", 201);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(secret.GetProperty("id").GetGuid(), Assert.Single(await SearchAsync(owner, "kumquat launch")).GetProperty("document_id").GetGuid());
            Assert.Equal(own.GetProperty("id").GetGuid(), Assert.Single(await SearchAsync(stranger, "kumquat launch")).GetProperty("document_id").GetGuid());
        }
        await stranger.Client.SendForAsync(HttpMethod.Delete, $"/api/memory/documents/{secret.GetProperty("id")}", null, 404);
        Assert.Single(await SearchAsync(owner, "kumquat launch"));
        Assert.DoesNotContain("Secret", (await stranger.Client.GetForAsync("/api/memory/documents", 200)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Collections_AreKeptApart()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        await AddAsync(person, "A", "Apples are red.", 201, "competitor_intel");
        await AddAsync(person, "B", "Apples are green.", 201, "industry_research");
        var found = await person.Client.PostForAsync("/api/memory/search", new { query = "apples", collections = new[] { "industry_research" } }, 200);
        Assert.Equal("B", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Search_ByTypeDateAndCampaign_FindsOnlyThose()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var campaign = Guid.CreateVersion7();
        await person.Client.PostForAsync("/api/memory/documents", new { title = "A", text = "Apples of old.", collection = "industry_research", type = " report ", date = "2020-01-01" }, 201);
        await person.Client.PostForAsync("/api/memory/documents", new { title = "B", text = "Apples of today.", collection = "industry_research", type = "report", date = "2026-01-01", campaign_id = campaign }, 201);

        await FindsAsync(new { query = "apples", types = new[] { "report" } }, "A", "B");
        await FindsAsync(new { query = "apples", types = new[] { "interview" } });
        await FindsAsync(new { query = "apples", from = "2021-01-01", to = "2026-01-01" }, "B");
        await FindsAsync(new { query = "apples", campaign_id = campaign }, "B");
        var problem = await person.Client.PostForAsync("/api/memory/search", new { query = "apples", from = "2026-01-01", to = "2021-01-01", types = new[] { "" } }, 400);
        Assert.Equal(["to", "types[0]"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());

        async Task FindsAsync(object search, params string[] titles)
        {
            var found = await person.Client.PostForAsync("/api/memory/search", search, 200);
            Assert.Equal(titles, found.GetProperty("items").EnumerateArray().Select(h => h.GetProperty("title").GetString()!).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("'; drop table memory_chunks; --")]
    [InlineData("a & | ! <-> :* ( \\ ' \"")]
    [InlineData("\"unclosed -minus OR or & |")]
    [InlineData("!!!")]
    public async Task EveryField_FullOfSyntax_IsText(string text)
    {
        var person = await host.SignUpWithWorkspaceAsync();
        await person.Client.PostForAsync("/api/memory/documents", new { title = text, text, source = text, collection = "codex_knowledge" }, 201);
        await SearchAsync(person, text);
        var listed = await person.Client.GetForAsync("/api/memory/documents", 200);
        Assert.Equal(text, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("title").GetString());
        await person.Client.GetForAsync($"/api/memory/documents?collection={Uri.EscapeDataString(text)}", 400);
    }

    [Fact]
    public async Task List_Paged_ShowsEachOnce()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        for (var i = 0; i < 5; i++)
            await AddAsync(person, $"Document {i}", $"Text {i}", 201);
        var titles = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await person.Client.GetForAsync($"/api/memory/documents?limit=2{cursor}", 200);
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("title").GetString()!));
            cursor = page.TryGetProperty("next_cursor", out var next) ? $"&cursor={next}" : null;
        }
        Assert.Equal(5, titles.Count);
        Assert.Equal(5, titles.Distinct().Count());
    }

    [Fact]
    public async Task Document_TooLargeOrIncomplete_NamesEveryField()
    {
        var person = await host.SignUpWithWorkspaceAsync();
        var problem = await person.Client.PostForAsync("/api/memory/documents", new { title = new string('t', 201), text = new string('x', 1_000_001), collection = "cellar" }, 400);
        Assert.Equal(["collection", "text", "title"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    [Theory]
    [InlineData("viewer", 403)]
    [InlineData("analyst", 201)]
    public async Task Document_ByRole_IsAddedOnlyByThoseWhoMayWrite(string role, int status)
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var guest = await host.SignUpAsync();
        await owner.InviteAsync(guest, role);
        await AddAsync(guest, "t", Text, status);
        await SearchAsync(guest, "price");
    }

    private static Task<JsonElement> AddAsync(Person person, string title, string text, int status, string collection = "codex_knowledge") =>
        person.Client.PostForAsync("/api/memory/documents", new { title, text, collection }, status);

    private static async Task<List<JsonElement>> SearchAsync(Person person, string query) =>
        [.. (await person.Client.PostForAsync("/api/memory/search", new { query }, 200)).GetProperty("items").EnumerateArray()];
}
