using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Core.Tests.Cache;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceCacheTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";

    private static readonly ArticleQuestion Question = new("crm");

    [Fact]
    public async Task Answer_IsGivenAgain_ByAnotherHostToo_UnlessAFreshOneIsWanted()
    {
        (string, string)[] settings = [Key, Address];
        await using var test = await StartAsync(stack, settings);
        test.Server.On(Path, Answer(Article("First")), Answer(Article("Second")));

        var first = await test.AskAsync(Question);
        await Eventually.TrueAsync(() => Task.FromResult(test.Services.KeysOf(test.WorkspaceId, "market_data").Count > 0), Token);
        var again = await test.AskAsync(Question, host: test.Host(settings));
        var fresh = await test.AskAsync(Question, fresh: true);
        var after = await test.AskAsync(Question);

        Assert.Equal(["First", "First", "Second", "Second"], new[] { first, again, fresh, after }.Select(answer => Assert.Single(answer.Items).Title));
        Assert.Equal([false, true, false, true], new[] { first, again, fresh, after }.Select(answer => Report(answer).Cached));
        Assert.Equal(Report(first).At, Report(again).At);
    }

    [Fact]
    public async Task Answer_IsNeverAnotherWorkspaces()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer(Article("Mine")), Answer(Article("Theirs")));

        await test.AskAsync(Question);
        var theirs = await test.AskAsync(Question, workspaceId: await test.WorkspaceAsync());

        Assert.Equal("Theirs", Assert.Single(theirs.Items).Title);
    }

    [Fact]
    public async Task Question_ThatDiffers_IsAnother()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer(Article("One")), Answer(Article("Two")));

        await test.AskAsync(Question);

        Assert.Equal("Two", Assert.Single((await test.AskAsync(Question with { Limit = 3 })).Items).Title);
    }

    [Fact]
    public async Task Credential_ThatChanges_ForgetsWhatWasAnsweredWithTheOther()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer(Article("Installation's")), Answer(Article("Workspace's")), Answer(Article("Installation's again")));

        var before = await test.AskAsync(Question);
        await test.EnterAsync("newsapi", ("api_key", "secret-of-its-own"));
        var entered = await test.AskAsync(Question);
        await test.Services.GetRequiredService<CredentialStore>().RemoveAsync(test.WorkspaceId, Guid.CreateVersion7(), "newsapi", Token);
        var removed = await test.AskAsync(Question);

        Assert.Equal(["Installation's", "Workspace's", "Installation's again"], new[] { before, entered, removed }.Select(answer => Assert.Single(answer.Items).Title));
        Assert.Equal(["secret-n", "secret-of-its-own", "secret-n"], test.Server.Requests.Select(request => request.Headers["X-Api-Key"]));
    }

    [Fact]
    public async Task Failure_IsNotKept()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer("{}", status: 503), Answer(Article("There")));

        Assert.False((await test.AskAsync(Question)).Seen);
        Assert.True((await test.AskAsync(Question)).Seen);
    }

    [Fact]
    public async Task Answer_ThatLacksAPart_IsGivenOnce()
    {
        await using var test = await StartAsync(stack, ("Sources:Vendors:similarweb:Credential:api_key", "secret-s"), ("Sources:Vendors:similarweb:BaseAddress", "{server}/"), ("Sources:Retries", "0"));
        const string Sites = "/v5/website-analysis/websites/";
        var visits = Answer("""{"data":[{"date":"2026-10-01","visits":120.5}]}""");
        test.Server.On(Sites + "traffic-and-engagement", visits, visits).On(Sites + "traffic-channels", Answer("{}", status: 503), Answer("""{"data":[{"source_type":"Direct","visits":1.0}]}"""));

        var first = await test.AskAsync(new DomainQuestion("example.com"));
        var second = await test.AskAsync(new DomainQuestion("example.com"));
        var third = await test.AskAsync(new DomainQuestion("example.com"));

        Assert.Equal([0, 1, 1], new[] { first, second, third }.Select(answer => Assert.Single(answer.Items).Channels.Count));
        Assert.Equal([false, false, true], new[] { first, second, third }.Select(answer => answer.Reports.Single(report => report.Source == "similarweb").Cached));
    }

    [Fact]
    public void Lifetimes_AreTheKinds_AndShorterForWhatAges()
    {
        var options = new CacheOptions { MarketData = TimeSpan.FromDays(60), CompetitorProfiles = TimeSpan.FromDays(7) };

        Assert.Equal(("market_data", TimeSpan.FromDays(30)), SourceLifetimes.Of(new KeywordQuestion(["crm"]), options));
        Assert.Equal(("competitor_profiles", TimeSpan.FromDays(7)), SourceLifetimes.Of(new DomainQuestion("example.com"), options));
        Assert.Equal(TimeSpan.FromDays(30), SourceLifetimes.Of(new TrendQuestion(["crm"]), options).Lifetime);
        Assert.Equal(TimeSpan.FromHours(1), SourceLifetimes.Of(new TrendQuestion([]), options).Lifetime);
        Assert.Equal(TimeSpan.FromHours(1), SourceLifetimes.Of(new MentionQuestion("crm"), options).Lifetime);
        Assert.Equal(TimeSpan.FromHours(6), SourceLifetimes.Of(new ArticleQuestion("crm"), options).Lifetime);
        Assert.Equal(TimeSpan.Zero, SourceLifetimes.Of(new DesignQuestion("Autumn"), options).Lifetime);
        Assert.Equal(TimeSpan.Zero, SourceLifetimes.Of(new ArticleQuestion("crm"), new() { MarketData = TimeSpan.Zero }).Lifetime);
    }

    private static string Article(string title) => $$"""{"status":"ok","totalResults":1,"articles":[{"title":"{{title}}","url":"https://daily.example/1"}]}""";

    private static (string, string) Key => ("Sources:Vendors:newsapi:Credential:api_key", "secret-n");

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");
}
