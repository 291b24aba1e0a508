using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceChoiceTests(EmbeddedStack stack)
{
    private const string Ahrefs = "/ahrefs/keywords-explorer/overview";
    private const string Semrush = "/semrush/";

    private static readonly KeywordQuestion Keywords = new(["crm"]);

    [Fact]
    public async Task FirstAnswer_Suffices_ByName()
    {
        await using var test = await StartAsync(stack, Both);
        test.Server.On(Ahrefs, OfAhrefs).On(Semrush, OfSemrush);

        var answer = await test.AskAsync(Keywords);

        Assert.Equal("ahrefs", Assert.Single(answer.Items).Source);
        Assert.Equal([("ahrefs", SourceStatus.Answered), ("semrush", SourceStatus.NotAsked)], Standing(answer));
        Assert.Equal(0, test.Server.Calls(Semrush));
    }

    [Fact]
    public async Task Preferred_IsAskedFirst()
    {
        await using var test = await StartAsync(stack, [.. Both, ("Sources:Prefer:keywords:0", "Semrush")]);
        test.Server.On(Ahrefs, OfAhrefs).On(Semrush, OfSemrush);

        Assert.Equal([("semrush", SourceStatus.Answered), ("ahrefs", SourceStatus.NotAsked)], Standing(await test.AskAsync(Keywords)));
    }

    [Theory]
    [InlineData(200, """{"keywords":[]}""", SourceStatus.Empty)]
    [InlineData(401, """{"error":"Bad key"}""", SourceStatus.Refused)]
    public async Task NextIsAsked_WhenTheFirstHasNothing(int status, string body, SourceStatus first)
    {
        await using var test = await StartAsync(stack, Both);
        test.Server.On(Ahrefs, Answer(body, status: status)).On(Semrush, OfSemrush);

        var answer = await test.AskAsync(Keywords);

        Assert.Equal("semrush", Assert.Single(answer.Items).Source);
        Assert.Equal([("ahrefs", first), ("semrush", SourceStatus.Answered)], Standing(answer));
    }

    [Fact]
    public async Task All_AreAskedForArticles_AndAPageStandsInTheAnswerOnce()
    {
        await using var test = await StartAsync(stack, ("Sources:Vendors:newsapi:Credential:api_key", "secret-n"), ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/"),
            ("Sources:Vendors:brave:Credential:api_key", "secret-b"), ("Sources:Vendors:brave:BaseAddress", "{server}/brave/"));
        test.Server.On("/brave/news/search", Answer("""{"results":[{"title":"One","url":"https://daily.example/1"},{"title":"Two","url":"https://daily.example/2"}]}"""));
        test.Server.On("/newsapi/everything", Answer("""{"status":"ok","totalResults":2,"articles":[{"title":"One","url":"https://daily.example/1"},{"title":"Three","url":"https://daily.example/3"}]}"""));

        var answer = await test.AskAsync(new ArticleQuestion("crm") { Limit = 2 });

        Assert.Equal([("brave", "https://daily.example/1"), ("brave", "https://daily.example/2"), ("newsapi", "https://daily.example/3")], answer.Items.Select(item => (item.Source, item.Address)));
        Assert.Equal([("brave", SourceStatus.Answered), ("newsapi", SourceStatus.Answered)], Standing(answer));
    }

    [Fact]
    public async Task OneThatFails_LeavesTheOthersAnswers()
    {
        await using var test = await StartAsync(stack, [.. Both, ("Sources:Retries", "0")]);
        test.Server.On("/semrush/analytics/v1/", Answer("ascore;total;domains_num\n47;9000;310", "text/plain")).On("/ahrefs/site-explorer/domain-rating", Answer("{}", status: 503));

        var answer = await test.AskAsync(new DomainQuestion("example.com"));

        Assert.Equal("semrush", Assert.Single(answer.Items).Source);
        Assert.Equal([("ahrefs", SourceStatus.Unavailable), ("semrush", SourceStatus.Answered), ("similarweb", SourceStatus.NotConfigured)], Standing(answer));
    }

    [Fact]
    public async Task Nobody_IsConfigured_AndIsSaidToBe()
    {
        await using var test = await StartAsync(stack);

        var answer = await test.AskAsync(Keywords);

        Assert.False(answer.Seen);
        Assert.Equal([("ahrefs", SourceStatus.NotConfigured), ("semrush", SourceStatus.NotConfigured)], Standing(answer));
    }

    [Fact]
    public async Task SwitchedOff_IsNotAsked_WhoeverHasAKey()
    {
        await using var test = await StartAsync(stack, [.. Both, ("Sources:Vendors:ahrefs:Enabled", "false")]);
        await test.EnterAsync("ahrefs", ("api_key", "secret-w"));
        test.Server.On(Semrush, OfSemrush);

        var answer = await test.AskAsync(Keywords);

        Assert.Equal([("ahrefs", SourceStatus.NotConfigured), ("semrush", SourceStatus.Answered)], Standing(answer));
        Assert.Equal("It is switched off in this installation.", answer.Reports[0].Detail);
        Assert.Equal(0, test.Server.Calls(Ahrefs));
    }

    [Fact]
    public async Task Question_ThatIsOutOfRange_IsTheCallersFault()
    {
        await using var test = await StartAsync(stack);

        Assert.Equal("Country", (await Assert.ThrowsAsync<ArgumentException>(() => test.AskAsync(Keywords with { Country = "us" }))).ParamName);
    }

    private static (string, string)[] Both =>
    [
        ("Sources:Vendors:ahrefs:Credential:api_key", "secret-a"), ("Sources:Vendors:ahrefs:BaseAddress", "{server}/ahrefs/"),
        ("Sources:Vendors:semrush:Credential:api_key", "secret-s"), ("Sources:Vendors:semrush:BaseAddress", "{server}/semrush/"),
    ];

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> OfAhrefs => Answer("""{"keywords":[{"keyword":"crm","volume":1}]}""");

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> OfSemrush => Answer("Keyword;Search Volume\ncrm;2", "text/plain");

    private static IEnumerable<(string, SourceStatus)> Standing<T>(SourceAnswer<T> answer)
        where T : SourceItem => answer.Reports.Select(report => (report.Source, report.Status));
}
