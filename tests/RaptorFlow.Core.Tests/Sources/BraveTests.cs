using System.Text.Json;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class BraveTests(EmbeddedStack stack)
{
    private const string News = "/brave/news/search";
    private const string Web = "/brave/web/search";

    private static readonly ArticleQuestion Question = new("crm") { Limit = 2 };

    [Fact]
    public async Task News_AreReadWithoutMarkup_AndTheWebIsLeftAloneWhenTheySuffice()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer("""
            {"type":"news","query":{"original":"crm"},"results":[
              {"title":"<strong>CRM</strong> &amp; more","url":"https://daily.example/1","description":"It&#x27;s  <strong>growing</strong>.","page_age":"2026-11-20T08:30:00","meta_url":{"hostname":"daily.example"},"profile":{"name":"The Daily"}},
              {"title":"Second","url":"https://other.example/2","description":null,"age":"2 days ago"}]}
            """));

        var answer = await test.AskAsync(Question with { From = new(2026, 11, 1), To = new(2026, 11, 22), Language = "en" });

        Assert.Equal(2, answer.Items.Count);
        var first = answer.Items[0];
        Assert.Equal(("CRM & more", "It's growing.", "The Daily", "en"), (first.Title, first.Summary, first.Outlet, first.Language));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), first.PublishedAt);
        Assert.Equal(("other.example", null, null), (answer.Items[1].Outlet, answer.Items[1].Summary, answer.Items[1].PublishedAt));
        Assert.Equal(5_000, Report(answer).CostMicros);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("secret-brave", request.Headers["X-Subscription-Token"]);
        Assert.Contains("q=crm&count=2&freshness=2026-11-01to2026-11-22&search_lang=en&text_decorations=false", request.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_ComesFromTheWeb_OnceEach()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer(Results("results", "https://a.example/1")));
        test.Server.On(Web, Answer("""{"web":{"results":[{"title":"Same","url":"https://a.example/1"},{"title":"New","url":"https://b.example/2"},{"url":"https://no.title/"},{"title":"No address"}]},"mixed":{}}"""));

        var answer = await test.AskAsync(Question with { Limit = 3 });

        Assert.Equal(["https://a.example/1", "https://b.example/2"], answer.Items.Select(item => item.Address));
        Assert.Equal(10_000, Report(answer).CostMicros);
        Assert.Contains("count=2", test.Server.Requests.Last().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AreCountedAndNotResults()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer(Results("results", [.. Enumerable.Range(0, 50).Select(i => $"https://a.example/{i}")])), Answer(Results("results", [.. Enumerable.Range(40, 50).Select(i => $"https://a.example/{i}")])));
        test.Server.On(Web, Answer("""{"type":"ErrorResponse","error":{"code":"OPTION_NOT_IN_PLAN","detail":"The option is not in the plan.","status":400}}""", status: 400));

        var answer = await test.AskAsync(Question with { Limit = 100 });

        Assert.Equal(90, answer.Items.Count);
        Assert.Contains("Without the web: Its plan does not include this", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal(10_000, Report(answer).CostMicros);
        Assert.Contains("count=50&offset=1&", test.Server.Requests.ElementAt(1).Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"query":{"bad_results":true},"results":[{"title":"Noise","url":"https://noise.example"}]}""", """{"query":{"bad_results":true},"mixed":{}}""")]
    [InlineData("{}", """{"query":{}}""")]
    public async Task NothingThatMatches_IsEmpty(string news, string web)
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer(news)).On(Web, Answer(web));

        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question)).Status);
    }

    [Fact]
    public async Task Question_HasFiftyWordsAtMost()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer("{}")).On(Web, Answer("{}"));

        var answer = await test.AskAsync(Question with { Query = string.Join(' ', Enumerable.Repeat("word", 60)) });

        Assert.Contains("first 50 words", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal(50, test.Server.Requests.First().Query.Split("word").Length - 1);
    }

    [Theory]
    // A wrong key, and a wrong question: the same status.
    [InlineData(422, """{"type":"ErrorResponse","error":{"id":"1","code":"SUBSCRIPTION_TOKEN_INVALID","detail":"The provided subscription token secret-brave is invalid.","status":422,"meta":{"component":"authentication"}}}""", SourceStatus.Refused)]
    [InlineData(422, """{"type":"ErrorResponse","errors":[{"code":"SUBSCRIPTION_TOKEN_INVALID","detail":"Invalid."}]}""", SourceStatus.Refused)]
    [InlineData(422, """{"error":{"code":"VALIDATION","detail":"Unable to validate","meta":{"errors":[{"loc":["header","x-subscription-token"]}]}}}""", SourceStatus.Refused)]
    [InlineData(422, """{"error":{"code":"VALIDATION","detail":"Unable to validate","meta":{"errors":[{"loc":["query","count"]}]}}}""", SourceStatus.Failed)]
    [InlineData(503, "<html>", SourceStatus.Unavailable)]
    [InlineData(200, "<html>", SourceStatus.Failed)]
    public async Task Error_IsToldByItsCode(int status, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(News, Answer(body, status: status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((expected, 0L), (report.Status, report.CostMicros));
        Assert.DoesNotContain("secret", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyRequests_WaitForTheWindowThatIsFull()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(News, Answer("""{"error":{"code":"RATE_LIMITED","detail":"Request rate limit exceeded."}}""", status: 429, headers: [("X-RateLimit-Limit", "1, 2000"), ("X-RateLimit-Remaining", "1, 0"), ("X-RateLimit-Reset", "1, 1419704")]));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.OverQuota, TimeSpan.FromSeconds(1_419_704)), (report.Status, report.RetryAfter));
        Assert.Equal(1, test.Server.Calls(News));
    }

    [Fact]
    public async Task Test_AsksForOneResult()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Web, Answer("{}"));

        Assert.Contains("accepted", await test.TestAsync("brave"), StringComparison.Ordinal);
        Assert.Contains("count=1", Assert.Single(test.Server.Requests).Query, StringComparison.Ordinal);
    }

    private static string Results(string block, params string[] addresses) => JsonSerializer.Serialize(new Dictionary<string, object> { [block] = addresses.Select(address => new { title = $"At {address}", url = address }) });

    private static (string, string) Key => ("Sources:Vendors:brave:Credential:api_key", "secret-brave");

    private static (string, string) Address => ("Sources:Vendors:brave:BaseAddress", "{server}/brave/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "brave");
}
