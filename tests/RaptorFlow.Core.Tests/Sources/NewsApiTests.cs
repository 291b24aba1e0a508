using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class NewsApiTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";

    private static readonly ArticleQuestion Question = new("crm") { From = new(2026, 11, 1), Language = "en", Limit = 2 };

    [Fact]
    public async Task Articles_AreReadWithWhatTheVendorLeavesOut()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""
            {"status":"ok","totalResults":250,"articles":[
              {"source":{"id":null,"name":"The Daily"},"author":null,"title":"CRM grows","description":"It grows.","url":"https://daily.example/1","urlToImage":null,"publishedAt":"2026-11-20T08:30:00Z","content":null},
              {"source":{"id":null,"name":"[Removed]"},"author":null,"title":"[Removed]","description":"[Removed]","url":"https://removed.com","publishedAt":"1970-01-01T00:00:00Z"}]}
            """));

        var answer = await test.AskAsync(Question);

        var article = Assert.Single(answer.Items);
        Assert.Equal(("newsapi", "https://daily.example/1", "CRM grows", "It grows.", "The Daily", "en"), (article.Source, article.Address, article.Title, article.Summary, article.Outlet, article.Language));
        Assert.Null(article.Author);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), article.PublishedAt);
        Assert.Contains("2 of 250", Report(answer).Detail, StringComparison.Ordinal);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("secret-n", request.Headers["X-Api-Key"]);
        Assert.Contains("q=crm&from=2026-11-01&sortBy=relevancy&language=en&pageSize=2&page=1", request.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "apiKeyInvalid", SourceStatus.Refused)]
    [InlineData(429, "rateLimited", SourceStatus.OverQuota)]
    [InlineData(426, "maximumResultsReached", SourceStatus.OverQuota)]
    [InlineData(400, "parameterInvalid", SourceStatus.Failed)]
    // Seen with a 200.
    [InlineData(200, "apiKeyDisabled", SourceStatus.Refused)]
    public async Task Error_IsToldByItsCode(int status, string code, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer($$"""{"status":"error","code":"{{code}}","message":"What it says."}""", status: status));

        var answer = await test.AskAsync(Question);

        Assert.False(answer.Seen);
        Assert.Equal(expected, Report(answer).Status);
        Assert.DoesNotContain("secret-n", Report(answer).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatIsNoJson_IsAFailureAndNoCrash()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("<html>A proxy.</html>", "text/html"));

        Assert.Equal(SourceStatus.Failed, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task Test_AsksForOneHeadline()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On("/newsapi/top-headlines", Answer("""{"status":"ok","totalResults":38,"articles":[]}"""));

        Assert.Contains("accepted", await test.TestAsync("newsapi"), StringComparison.Ordinal);
    }

    private static (string, string) Key => ("Sources:Vendors:newsapi:Credential:api_key", "secret-n");

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");
}
