using System.Text;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Tests.Web;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class DocumentIntakeTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly DocumentOrder Order = new(MemoryCollections.CompetitorIntel);

    private DocumentHost? _host;

    private DocumentHost Host => _host!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DocumentHost.StartAsync(stack);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [Fact]
    public async Task AddPage_New_IsKeptWithWhereAndWhatItIs()
    {
        var workspace = await Host.WorkspaceAsync();
        Host.Site.Pages["/page"] = WebSite.Text("<html lang=de><title>Kürbis</title><p>Der Kürbis ist für die Suppe und nicht für den Salat.");

        var result = await Host.Intake.AddPageAsync(workspace, Order, Host.Site.At("/page#part").AbsoluteUri, Token);

        Assert.Equal(DocumentOutcome.Added, result.Outcome);
        var kept = await Host.Store.FindAsync(workspace, result.Document!.Id, Token);
        Assert.Equal("# Kürbis\n\nDer Kürbis ist für die Suppe und nicht für den Salat.", kept!.Text);
        Assert.Equal(("Kürbis", "text/html", "de", "german", 1), (kept.Title, kept.MediaType, kept.LanguageTag, kept.Language, kept.Revision));
        Assert.Equal((Host.Site.At("/page").AbsoluteUri, Host.Site.At("/page").AbsoluteUri), (kept.Address, kept.Source));
        Assert.NotNull(kept.FetchedAt);
        Assert.True(kept.Bytes > 0);
        Assert.Single(await Host.Store.SearchAsync(workspace, "Suppe", MemoryFilter.None, 5, Token));
    }

    [Fact]
    public async Task AddPage_AgainWithAnotherText_KeepsItsIdAndReplacesItsPassages()
    {
        var workspace = await Host.WorkspaceAsync();
        var first = await PageAsync(workspace, "<p>The starter plan costs nine dollars.");
        var version = await VersionAsync(workspace);

        var second = await PageAsync(workspace, "<p>The starter plan costs twelve euros.");

        Assert.Equal((DocumentOutcome.Replaced, first.Document!.Id, 2), (second.Outcome, second.Document!.Id, second.Document.Revision));
        Assert.True(second.Document.UpdatedAt >= first.Document.CreatedAt);
        var hit = Assert.Single(await Host.Store.SearchAsync(workspace, "starter plan", MemoryFilter.None, 5, Token));
        Assert.Contains("twelve euros", hit.Text, StringComparison.Ordinal);
        Assert.Equal((1, 1), (hit.VectorRank, hit.TextRank));
        Assert.Equal(version + 1, await VersionAsync(workspace));
        Assert.Single(await Host.Store.ListAsync(workspace, null, null, 10, Token));
    }

    [Fact]
    public async Task AddPage_AgainUnchanged_ChangesNothing()
    {
        var workspace = await Host.WorkspaceAsync();
        var first = await PageAsync(workspace, "<p>The same.");
        var version = await VersionAsync(workspace);
        var second = await PageAsync(workspace, "<p>The same.");
        Assert.Equal((DocumentOutcome.Unchanged, first.Document!.Id, 1), (second.Outcome, second.Document!.Id, second.Document.Revision));
        Assert.Equal(version, await VersionAsync(workspace));
    }

    [Fact]
    public async Task AddPage_InAnotherCollectionOrCampaign_IsAnotherDocument()
    {
        var workspace = await Host.WorkspaceAsync();
        var ids = new List<Guid>();
        foreach (var order in new[] { Order, Order with { CampaignId = Guid.CreateVersion7() }, Order with { Collection = MemoryCollections.IndustryResearch } })
        {
            var added = await PageAsync(workspace, "<p>The same.", order);
            Assert.Equal(DocumentOutcome.Added, added.Outcome);
            ids.Add(added.Document!.Id);
        }
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task AddPage_ManyTimesAtOnce_IsOneDocument()
    {
        var workspace = await Host.WorkspaceAsync();
        var calls = 0;
        Host.Site.Pages["/page"] = context => WebSite.Text($"<p>Version number {Interlocked.Increment(ref calls)} of the page.")(context);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Host.Intake.AddPageAsync(workspace, Order, Host.Site.At("/page").AbsoluteUri, Token)));
        Assert.Single(results, r => r.Outcome == DocumentOutcome.Added);
        Assert.Equal(5, results.Count(r => r.Outcome == DocumentOutcome.Replaced));
        Assert.Equal(6, Assert.Single(await Host.Store.ListAsync(workspace, null, null, 10, Token)).Revision);
    }

    [Fact]
    public async Task AddPage_ThatBecameAnotherDocumentsText_LeavesBoth()
    {
        var workspace = await Host.WorkspaceAsync();
        var page = await PageAsync(workspace, "<p>Of its own.");
        Host.Site.Pages["/other"] = WebSite.Text("<p>Shared words.");
        var other = await Host.Intake.AddPageAsync(workspace, Order, Host.Site.At("/other").AbsoluteUri, Token);
        var result = await PageAsync(workspace, "<p>Shared words.");
        Assert.Equal((DocumentOutcome.Duplicate, other.Document!.Id), (result.Outcome, result.Document!.Id));
        Assert.Equal(1, (await Host.Store.FindAsync(workspace, page.Document!.Id, Token))!.Revision);
    }

    [Theory]
    [InlineData("http://10.0.0.1/", "address_forbidden_address")]
    [InlineData("ftp://example.com/", "address_invalid_address")]
    [InlineData("no address", "address_invalid_address")]
    public async Task AddPage_AddressThatIsRefused_NamesTheFieldAndTheReason(string address, string code)
    {
        var result = await Host.Intake.AddPageAsync(await Host.WorkspaceAsync(), Order, address, Token);
        Assert.Equal((code, "url"), (result.Fault!.Code, result.Fault.Field));
        Assert.NotEmpty(result.Fault.Suggestion);
    }

    [Fact]
    public async Task AddFile_WithTheSameName_ReplacesOnlyWhenAsked()
    {
        var workspace = await Host.WorkspaceAsync();
        var first = await FileAsync(workspace, "Name,Price\nRye,3", replace: false);
        var second = await FileAsync(workspace, "Name,Price\nRye,4", replace: false);
        Assert.NotEqual(first.Document!.Id, second.Document!.Id);

        var third = await FileAsync(workspace, "Name,Price\nRye,5", replace: true);

        Assert.Equal((DocumentOutcome.Replaced, second.Document.Id, 2), (third.Outcome, third.Document!.Id, third.Document.Revision));
        Assert.Equal("Name: Rye; Price: 5", (await Host.Store.FindAsync(workspace, third.Document.Id, Token))!.Text);
        Assert.Equal(("prices", "prices.csv", "text/csv"), (third.Document.Title, third.Document.Source, third.Document.MediaType));
    }

    [Fact]
    public async Task AddFile_InAnotherWorkspace_ReplacesNothingOfTheFirst()
    {
        var (mine, theirs) = (await Host.WorkspaceAsync(), await Host.WorkspaceAsync());
        var first = await FileAsync(mine, "Name,Price\nRye,3", replace: true);
        Assert.Equal(DocumentOutcome.Added, (await FileAsync(theirs, "Name,Price\nRye,4", replace: true)).Outcome);
        Assert.Equal("Name: Rye; Price: 3", (await Host.Store.FindAsync(mine, first.Document!.Id, Token))!.Text);
        Assert.Null(await Host.Store.FindAsync(theirs, first.Document.Id, Token));
    }

    [Fact]
    public async Task AddText_WithTheSameSource_ReplacesWhenAsked()
    {
        var workspace = await Host.WorkspaceAsync();
        NewDocument document = new("Notes", "First words.", Order.Collection) { Source = "notes.md" };
        var first = await Host.Intake.AddTextAsync(workspace, document, replace: true, Token);
        var second = await Host.Intake.AddTextAsync(workspace, document with { Text = "Second words." }, replace: true, Token);
        Assert.Equal((DocumentOutcome.Replaced, first.Document!.Id), (second.Outcome, second.Document!.Id));
        Assert.Equal(DocumentOutcome.Added, (await Host.Intake.AddTextAsync(workspace, document with { Text = "Third words." }, replace: false, Token)).Outcome);
    }

    [Fact]
    public async Task Replace_Document_ChangesWhatIsGivenAndNothingElse()
    {
        var workspace = await Host.WorkspaceAsync();
        var (document, _) = await Host.Store.AddAsync(workspace, new("Notes", "Apples are red.", Order.Collection) { Type = "report", Source = "notes.md" }, Token);

        var (outcome, replaced) = await Host.Store.ReplaceAsync(workspace, document.Id, new("Pears are green.") { Title = "Pears" }, Token);

        Assert.Equal((DocumentOutcome.Replaced, document.Id, 2), (outcome, replaced!.Id, replaced.Revision));
        Assert.Equal(("Pears", "report", "notes.md"), (replaced.Title, replaced.Type, replaced.Source));
        Assert.DoesNotContain(await Host.Store.SearchAsync(workspace, "apples", MemoryFilter.None, 5, Token), hit => hit.TextRank is not null);
        Assert.Equal("Pears", Assert.Single(await Host.Store.SearchAsync(workspace, "pears", MemoryFilter.None, 5, Token)).Title);
        Assert.Equal(DocumentOutcome.Unchanged, (await Host.Store.ReplaceAsync(workspace, document.Id, new("Pears are green."), Token)).Outcome);
    }

    [Fact]
    public async Task Replace_WithAnotherDocumentsText_ChangesNothing()
    {
        var workspace = await Host.WorkspaceAsync();
        var (first, _) = await Host.Store.AddAsync(workspace, new("A", "Apples.", Order.Collection), Token);
        var (second, _) = await Host.Store.AddAsync(workspace, new("B", "Pears.", Order.Collection), Token);
        var (outcome, other) = await Host.Store.ReplaceAsync(workspace, second.Id, new("Apples."), Token);
        Assert.Equal((DocumentOutcome.Duplicate, first.Id), (outcome, other!.Id));
        Assert.Equal("Pears.", (await Host.Store.FindAsync(workspace, second.Id, Token))!.Text);
    }

    [Fact]
    public async Task Replace_OtherWorkspacesDocument_FindsNone()
    {
        var (mine, theirs) = (await Host.WorkspaceAsync(), await Host.WorkspaceAsync());
        var (document, _) = await Host.Store.AddAsync(mine, new("A", "Apples.", Order.Collection), Token);
        Assert.Equal(DocumentOutcome.NotFound, (await Host.Store.ReplaceAsync(theirs, document.Id, new("Pears."), Token)).Outcome);
        Assert.Equal(DocumentOutcome.NotFound, (await Host.Refresh.RefreshAsync(theirs, document.Id, Token)).Outcome);
        Assert.Equal("Apples.", (await Host.Store.FindAsync(mine, document.Id, Token))!.Text);
    }

    private Task<DocumentResult> PageAsync(Guid workspace, string html, DocumentOrder? order = null)
    {
        Host.Site.Pages["/page"] = WebSite.Text(html);
        return Host.Intake.AddPageAsync(workspace, order ?? Order, Host.Site.At("/page").AbsoluteUri, Token);
    }

    private Task<DocumentResult> FileAsync(Guid workspace, string text, bool replace) =>
        Host.Intake.AddFileAsync(workspace, Order with { Replace = replace }, Encoding.UTF8.GetBytes(text), "prices.csv", "application/vnd.ms-excel", Token);

    private async Task<long> VersionAsync(Guid workspace)
    {
        await using var scope = await Host.Database.BeginAsync(workspace, Token);
        return await scope.FirstAsync<long>("select version from memory_versions where workspace_id = @workspace", new { workspace }, Token);
    }
}
