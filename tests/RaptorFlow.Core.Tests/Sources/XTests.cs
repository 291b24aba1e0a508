using System.Text.Json;
using RaptorFlow.Core.Sources.X;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class XTests(EmbeddedStack stack)
{
    private const string Path = "/x/tweets/search/recent";

    private static readonly MentionQuestion Question = new("acme crm") { Limit = 10 };

    [Fact]
    public async Task Posts_AreReadAndChargedEach()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""
            {"data":[{"id":"1","text":"Acme CRM is fine","created_at":"2026-11-20T08:30:00.000Z","lang":"en","public_metrics":{"retweet_count":1,"reply_count":2,"like_count":3,"quote_count":4}},
              {"id":"2","text":"Hm","lang":"und"},{"id":"3"}],"meta":{"result_count":3}}
            """));

        var answer = await test.AskAsync(Question with { Language = "en" });

        Assert.Equal(2, answer.Items.Count);
        var first = answer.Items[0];
        Assert.Equal(("https://x.com/i/web/status/1", "Acme CRM is fine", "en", 3L, 2L, 1L), (first.Address, first.Text, first.Language, first.Likes, first.Replies, first.Reposts));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero), first.At);
        Assert.Equal((null, null, null), (answer.Items[1].At, answer.Items[1].Language, answer.Items[1].Likes));
        Assert.Equal(15_000, Report(answer).CostMicros);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer secret-x", request.Headers["Authorization"]);
        Assert.Contains("query=%28acme%20crm%29%20lang%3Aen%20-is%3Aretweet&max_results=10&tweet.fields=created_at%2Clang%2Cpublic_metrics", request.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_FollowEachOtherUntilThereAreEnough()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer(Posts(0, 100, "next-1")), Answer(Posts(100, 10, "next-2")));

        var answer = await test.AskAsync(Question with { Limit = 105 });

        Assert.Equal(105, answer.Items.Count);
        Assert.Equal(110 * 5_000, Report(answer).CostMicros);
        Assert.Equal([true, false], test.Server.Requests.Select(request => request.Query.Contains("max_results=100", StringComparison.Ordinal)));
        Assert.Contains("max_results=10&", test.Server.Requests.Last().Query, StringComparison.Ordinal);
        Assert.Contains("next_token=next-1", test.Server.Requests.Last().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ThatFails_LeavesWhatWasPaidFor()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer(Posts(0, 100, "next-1")), Answer("""{"title":"Service Unavailable","detail":"Over capacity"}""", "application/problem+json", 503));

        var answer = await test.AskAsync(Question with { Limit = 200 });

        Assert.Equal(100, answer.Items.Count);
        Assert.Equal(500_000, Report(answer).CostMicros);
        Assert.Contains("Without more posts: It failed (503): Over capacity", Report(answer).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_IsAnAnswerWithoutData()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""{"meta":{"result_count":0}}"""));

        var report = Report(await test.AskAsync(Question with { Since = DateTimeOffset.UnixEpoch }));

        Assert.Equal((SourceStatus.Empty, 0L), (report.Status, report.CostMicros));
        Assert.Contains("seven days", report.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("start_time", Assert.Single(test.Server.Requests).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_BesideData_AreTold_AndWithoutDataAreAFailure()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""{"data":[{"id":"1","text":"t"}],"errors":[{"title":"Not Found Error","detail":"Could not find user."}],"meta":{"result_count":1}}"""), Answer("""{"errors":[{"message":"Invalid query"}]}"""));

        var besides = await test.AskAsync(Question);
        var alone = await test.AskAsync(Question, fresh: true);

        Assert.Single(besides.Items);
        Assert.Contains("Could not find user.", Report(besides).Detail, StringComparison.Ordinal);
        Assert.Equal((SourceStatus.Failed, "It refused the question: Invalid query"), (Report(alone).Status, Report(alone).Detail));
    }

    [Theory]
    [InlineData(401, """{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized secret-x"}""", SourceStatus.Refused)]
    [InlineData(402, """{"title":"Payment Required","detail":"No credits"}""", SourceStatus.OverQuota)]
    [InlineData(403, """{"title":"Client Forbidden","detail":"Enroll in a project"}""", SourceStatus.Refused)]
    [InlineData(400, """{"errors":[{"message":"Invalid 'query'"}],"title":"Invalid Request"}""", SourceStatus.Failed)]
    [InlineData(503, "busy", SourceStatus.Unavailable)]
    public async Task Error_IsToldInEitherShape(int status, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer(body, "application/problem+json", status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(expected, report.Status);
        Assert.DoesNotContain("secret", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyRequests_WaitUntilTheTimeOfDayItNames()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("""{"errors":[{"code":88,"message":"Rate limit exceeded"}]}""", status: 429, headers: [("Date", "Mon, 23 Nov 2026 12:00:00 GMT"), ("x-rate-limit-reset", "1795435800")]));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.OverQuota, TimeSpan.FromMinutes(10)), (report.Status, report.RetryAfter));
        Assert.Contains("Rate limit exceeded", report.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme crm", null, "(acme crm) -is:retweet")]
    // What would be an operator is a word.
    [InlineData("from:acme -crm (a) AND \"two words\"", "de", "(\"from:acme\" \"-crm\" \"(a)\" \"AND\" \"two words\") lang:de -is:retweet")]
    [InlineData("OR acme OR OR #crm OR", null, "(acme OR #crm) -is:retweet")]
    [InlineData("O'Reilly \" c++", null, "(O'Reilly \"c++\") -is:retweet")]
    public void Query_HoldsWordsAndNoOperators(string words, string? language, string expected) => Assert.Equal((expected, true), XQuery.Of(words, language));

    [Fact]
    public void Query_IsAsLongAsItMayBe()
    {
        var (query, whole) = XQuery.Of(string.Join(' ', Enumerable.Repeat("a.b", 100)), "en");

        Assert.False(whole);
        Assert.InRange(query.Length, 480, 512);
    }

    [Fact]
    public async Task Question_WithoutAWord_IsNotSent()
    {
        await using var test = await StartAsync(stack, Key, Address);

        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question with { Query = "?! OR" })).Status);
        Assert.Empty(test.Server.Requests);
    }

    [Fact]
    public async Task Test_ReadsTheUsage()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On("/x/usage/tweets", Answer("""{"data":{"project_usage":"1200","project_cap":"3000000"}}"""));

        Assert.Equal("The token is accepted; 1200 posts were read this month.", await test.TestAsync("x"));
    }

    private static string Posts(int from, int count, string next) =>
        JsonSerializer.Serialize(new { data = Enumerable.Range(from, count).Select(i => new { id = $"{i}", text = $"Post {i}" }), meta = new { result_count = count, next_token = next } });

    private static (string, string) Key => ("Sources:Vendors:x:Credential:bearer_token", "secret-x");

    private static (string, string) Address => ("Sources:Vendors:x:BaseAddress", "{server}/x/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "x");
}
