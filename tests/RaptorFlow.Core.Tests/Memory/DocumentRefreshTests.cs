using Microsoft.AspNetCore.Http;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Tests.Web;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class DocumentRefreshTests(EmbeddedStack stack) : IAsyncLifetime
{
    private static readonly DocumentOrder Order = new(MemoryCollections.CompetitorIntel) { Title = "Mine" };
    private static readonly TimeSpan Old = TimeSpan.FromDays(8);

    private DocumentHost? _host;

    private DocumentHost Host => _host!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await DocumentHost.StartAsync(stack);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [Fact]
    public async Task Refresh_PageThatHasNotChanged_IsAskedForByItsVersion()
    {
        var workspace = await Host.WorkspaceAsync();
        var document = await AddAsync(workspace, "/page", "<p>First words.", "\"v1\"");
        await Host.AgeAsync(workspace, Old);
        var result = await Host.Refresh.RefreshAsync(workspace, document.Id, Token);
        Assert.Equal((DocumentOutcome.Unchanged, 1), (result.Outcome, result.Document!.Revision));
        Assert.Equal("\"v1\"", Host.Site.Requests.Last().Headers.IfNoneMatch);
        Assert.True(result.Document.FetchedAt > document.CreatedAt - TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Refresh_PageThatHasChanged_ReplacesTheTextAndKeepsWhatSomebodySaid()
    {
        var workspace = await Host.WorkspaceAsync();
        var document = await AddAsync(workspace, "/page", "<title>Theirs</title><p>First words.", "\"v1\"");
        Serve("/page", "<title>Theirs</title><p>Second words.", "\"v2\"");
        var result = await Host.Refresh.RefreshAsync(workspace, document.Id, Token);
        Assert.Equal((DocumentOutcome.Replaced, document.Id, 2, "Mine"), (result.Outcome, result.Document!.Id, result.Document.Revision, result.Document.Title));
        Assert.Contains("Second words.", (await Host.Store.FindAsync(workspace, document.Id, Token))!.Text, StringComparison.Ordinal);
        Assert.Equal(DocumentOutcome.Unchanged, (await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Outcome);
        Assert.Equal("\"v2\"", Host.Site.Requests.Last().Headers.IfNoneMatch);
    }

    [Fact]
    public async Task Refresh_PageThatIsGone_StaysAndSaysSoUntilItIsBack()
    {
        var workspace = await Host.WorkspaceAsync();
        var document = await AddAsync(workspace, "/page", "<p>First words.");
        Host.Site.Pages["/page"] = WebSite.Status(404);
        Assert.Equal("address_not_found", (await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Fault!.Code);
        var kept = await Host.Store.FindAsync(workspace, document.Id, Token);
        Assert.Equal(("First words.", 1), (kept!.Text!.Split("\n\n")[^1], kept.Revision));
        Assert.Contains("nothing at this address", kept.LastError, StringComparison.Ordinal);

        Serve("/page", "<p>First words.");
        Assert.Null((await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Document!.LastError);
    }

    [Fact]
    public async Task Refresh_DocumentThatWasSent_SaysThatThereIsNoPage()
    {
        var workspace = await Host.WorkspaceAsync();
        var (document, _) = await Host.Store.AddAsync(workspace, new("A", "Apples.", Order.Collection), Token);
        Assert.Equal("document_without_address", (await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Fault!.Code);
    }

    [Fact]
    public async Task Refresh_TextThatSomebodyReplaced_IsNoLongerThePages()
    {
        var workspace = await Host.WorkspaceAsync();
        var document = await AddAsync(workspace, "/page", "<p>First words.");
        var (_, replaced) = await Host.Store.ReplaceAsync(workspace, document.Id, new("Words of mine."), Token);
        Assert.Null(replaced!.Address);
        Assert.Equal("document_without_address", (await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Fault!.Code);
    }

    [Fact]
    public async Task Refresh_TextThatSomebodyReplacesMeanwhile_StaysTheirs()
    {
        var workspace = await Host.WorkspaceAsync();
        var document = await AddAsync(workspace, "/page", "<p>First words.");
        Host.Site.Pages["/page"] = async context =>
        {
            await Host.Store.ReplaceAsync(workspace, document.Id, new("Words of mine."), context.RequestAborted);
            await WebSite.Text("<p>Second words.")(context);
        };
        Assert.Equal(DocumentOutcome.Unchanged, (await Host.Refresh.RefreshAsync(workspace, document.Id, Token)).Outcome);
        Assert.Equal("Words of mine.", (await Host.Store.FindAsync(workspace, document.Id, Token))!.Text);
    }

    [Fact]
    public async Task RefreshDue_OldPages_AreFetchedOneOfEachWorkspaceInARound()
    {
        var (one, other) = (await Host.WorkspaceAsync(), await Host.WorkspaceAsync());
        foreach (var (workspace, path) in new[] { (one, "/a"), (one, "/b"), (other, "/c") })
            await AddAsync(workspace, path, $"<p>Words of {path}.");
        Assert.Equal(0, await Host.Refresh.RefreshDueAsync(Token));
        await Host.AgeAsync(one, Old);
        await Host.AgeAsync(other, Old);
        Serve("/c", "<p>Other words.");

        Assert.Equal(2, await Host.Refresh.RefreshDueAsync(Token));
        Assert.Equal(2, Assert.Single(await Host.Store.ListAsync(other, null, null, 10, Token)).Revision);
        Assert.Equal(1, await Host.Refresh.RefreshDueAsync(Token));
        Assert.Equal(0, await Host.Refresh.RefreshDueAsync(Token));
        Assert.All(await Host.Store.ListAsync(one, null, null, 10, Token), document => Assert.Equal(1, document.Revision));
    }

    [Fact]
    public async Task RefreshDue_PageThatFails_HasItsTurnAgainOnlyWhenItIsDueAgain()
    {
        var workspace = await Host.WorkspaceAsync();
        await AddAsync(workspace, "/page", "<p>First words.");
        await Host.AgeAsync(workspace, Old);
        Host.Site.Pages["/page"] = WebSite.Status(500);
        Assert.Equal(1, await Host.Refresh.RefreshDueAsync(Token));
        Assert.Equal(0, await Host.Refresh.RefreshDueAsync(Token));
        Assert.NotNull(Assert.Single(await Host.Store.ListAsync(workspace, null, null, 10, Token)).LastError);
    }

    [Fact]
    public async Task RefreshDue_WhileAnotherHostIsAtIt_LeavesItToThat()
    {
        var workspace = await Host.WorkspaceAsync();
        await AddAsync(workspace, "/page", "<p>First words.");
        await Host.AgeAsync(workspace, Old);
        var (asked, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Host.Site.Pages["/page"] = async context =>
        {
            asked.SetResult();
            await go.Task.WaitAsync(context.RequestAborted);
            await WebSite.Text("<p>Second words.")(context);
        };
        var first = Host.Refresh.RefreshDueAsync(Token);
        await asked.Task.WaitAsync(Token);
        Assert.Equal(-1, await Host.Refresh.RefreshDueAsync(Token));
        go.SetResult();
        Assert.Equal(1, await first);
    }

    private async Task<MemoryDocument> AddAsync(Guid workspace, string path, string html, string? etag = null)
    {
        Serve(path, html, etag);
        return (await Host.Intake.AddPageAsync(workspace, Order, Host.Site.At(path).AbsoluteUri, Token)).Document!;
    }

    private void Serve(string path, string html, string? etag = null) => Host.Site.Pages[path] = context =>
    {
        if (etag is null)
            return WebSite.Text(html)(context);
        context.Response.Headers.ETag = etag;
        return context.Request.Headers.IfNoneMatch == etag ? WebSite.Status(StatusCodes.Status304NotModified)(context) : WebSite.Text(html)(context);
    };
}
