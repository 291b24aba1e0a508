using System.Text.Json;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.LinkedIn;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class LinkedInTests(EmbeddedStack stack)
{
    private const string Path = "/linkedin/rest/posts";
    private const string Tokens = "/linkedin/oauth/v2/accessToken";

    private static readonly MentionQuestion Question = new("acme crm") { Limit = 10 };

    [Fact]
    public async Task OwnPosts_ThatHoldTheWords_AreRead_AndSaidToBeAll()
    {
        await using var test = await StartAsync(stack, Organization, Token, Address);
        test.Server.On(Path, Answer("""
            {"elements":[
              {"id":"urn:li:share:1","commentary":"Meet @[Acme](urn:li:organization:9) \\(the CRM\\) {hashtag|\\#|crm}","publishedAt":1763627400000,"createdAt":1763620000000,"lifecycleState":"PUBLISHED","visibility":"PUBLIC"},
              {"id":"urn:li:share:2","commentary":"Something else","publishedAt":1763627400000,"lifecycleState":"PUBLISHED"},
              {"id":"urn:li:share:3","commentary":"Acme CRM, a draft","lifecycleState":"DRAFT"},
              {"id":"urn:li:ugcPost:4","commentary":"acme and CRM","createdAt":1763620000000},{"id":"urn:li:share:5"},{}],
             "paging":{"start":0,"count":100}}
            """));

        var answer = await test.AskAsync(Question);

        Assert.Equal(["Meet Acme (the CRM) #crm", "acme and CRM"], answer.Items.Select(item => item.Text));
        Assert.Equal(("https://www.linkedin.com/feed/update/urn:li:share:1", DateTimeOffset.FromUnixTimeMilliseconds(1763627400000)), (answer.Items[0].Address, answer.Items[0].At));
        Assert.Contains("Only the organisation's own page is seen", Report(answer).Detail, StringComparison.Ordinal);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal(("Bearer secret-linkedin", LinkedInVendor.DefaultVersion, "2.0.0", "FINDER"), (request.Headers["Authorization"], request.Headers["LinkedIn-Version"], request.Headers["X-Restli-Protocol-Version"], request.Headers["X-RestLi-Method"]));
        Assert.Contains("author=urn%3Ali%3Aorganization%3A1234567&q=author&sortBy=CREATED&count=100&start=0", request.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_GoBackToTheDayThatWasAsked()
    {
        await using var test = await StartAsync(stack, Organization, Token, Address);
        test.Server.On(Path, Answer(Posts(100, 1763627400000)), Answer(Posts(100, 1700000000000)));

        var answer = await test.AskAsync(Question with { Limit = 500, Since = DateTimeOffset.FromUnixTimeMilliseconds(1763000000000) });

        Assert.Equal(100, answer.Items.Count);
        Assert.Equal(2, test.Server.Calls(Path));
        Assert.Contains("start=100", test.Server.Requests.Last().Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SunsetVersion_IsToldByItsSetting()
    {
        await using var test = await StartAsync(stack, Organization, Token, Address, ("Sources:Vendors:linkedin:Options:version", "202401"));
        test.Server.On(Path, Answer("""{"status":426,"code":"NONEXISTENT_VERSION","message":"Requested version 20240101 is not active"}""", status: 426));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(SourceStatus.Failed, report.Status);
        Assert.Contains("no version 202401", report.Detail, StringComparison.Ordinal);
        Assert.Contains("Sources:Vendors:linkedin:Options:version", report.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"status":401,"serviceErrorCode":65602,"code":"EXPIRED_ACCESS_TOKEN","message":"The token used in the request has expired"}""", SourceStatus.Refused, "has expired")]
    [InlineData(401, """{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token secret-linkedin has been revoked"}""", SourceStatus.Refused, "was revoked")]
    [InlineData(403, """{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough permissions"}""", SourceStatus.Refused, "Not enough permissions")]
    [InlineData(429, """{"status":429,"message":"Resource level throttle limit reached"}""", SourceStatus.OverQuota, "throttle")]
    [InlineData(400, """{"status":400,"message":"Invalid author"}""", SourceStatus.Failed, "Invalid author")]
    [InlineData(200, "<html>", SourceStatus.Failed, "no JSON")]
    public async Task Error_IsToldByTheServicesOwnCode(int status, string body, SourceStatus expected, string said)
    {
        await using var test = await StartAsync(stack, Organization, Token, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer(body, status: status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(expected, report.Status);
        Assert.Contains(said, report.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenThatHasEnded_IsRenewedAndKept()
    {
        await using var test = await StartAsync(stack, Address);
        await test.EnterAsync("linkedin", ("organization", "urn:li:organization:1234567"), ("access_token", "old-token"), ("refresh_token", "refresh-token"), ("client_id", "client-id"), ("client_secret", "client-secret"));
        test.Server.On(Path, Answer("""{"status":401,"serviceErrorCode":65602}""", status: 401), Answer("""{"elements":[]}"""), Answer("""{"elements":[]}"""));
        test.Server.On(Tokens, Answer("""{"access_token":"new-token","expires_in":5184000,"refresh_token":"refresh-token","refresh_token_expires_in":31536000}"""));

        var first = await test.AskAsync(Question);
        var second = await test.AskAsync(Question, fresh: true, host: test.Host(Address));

        Assert.Equal([SourceStatus.Empty, SourceStatus.Empty], [Report(first).Status, Report(second).Status]);
        Assert.Equal("grant_type=refresh_token&refresh_token=refresh-token&client_id=client-id&client_secret=client-secret", Assert.Single(test.Server.Requests, request => request.Path == Tokens).Body.GetValue<string>());
        Assert.Equal(["Bearer old-token", "Bearer new-token", "Bearer new-token"], test.Server.Requests.Where(request => request.Path == Path).Select(request => request.Headers["Authorization"]));
    }

    [Fact]
    public async Task TokenThatCannotBeRenewed_IsRefused()
    {
        await using var test = await StartAsync(stack, Address);
        await test.EnterAsync("linkedin", ("organization", "1234567"), ("access_token", "old-token"), ("refresh_token", "refresh-token"), ("client_id", "client-id"), ("client_secret", "client-secret"));
        test.Server.On(Path, Answer("""{"status":401,"serviceErrorCode":65602}""", status: 401));
        test.Server.On(Tokens, Answer("""{"error":"invalid_grant","error_description":"The provided refresh-token is expired"}""", status: 400));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.Refused, "Its token has ended, and could not be renewed: The provided … is expired"), (report.Status, report.Detail));
    }

    [Theory]
    [InlineData("acme OR \"the crm\"", "Buy the CRM", true)]
    [InlineData("acme crm", "Only a crm", false)]
    [InlineData("(acme) crm", "CRM of ACME", true)]
    [InlineData("\" \"", "anything", false)]
    public void Words_AreLookedForHere(string query, string text, bool there) => Assert.Equal(there, new LinkedInWords(query).AreIn(text));

    [Fact]
    public async Task Test_ReadsOnePost()
    {
        await using var test = await StartAsync(stack, Organization, Token, Address);
        test.Server.On(Path, Answer("""{"elements":[]}"""));

        Assert.Contains("accepted", await test.TestAsync("linkedin"), StringComparison.Ordinal);
        Assert.Contains("count=1", Assert.Single(test.Server.Requests).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Organization_ThatIsNoNumber_IsToldBeforeAnythingIsSent()
    {
        await using var test = await StartAsync(stack, ("Sources:Vendors:linkedin:Credential:organization", "Acme Inc."), Token, Address);

        Assert.Equal(SourceStatus.Refused, (await Assert.ThrowsAsync<SourceException>(() => test.TestAsync("linkedin"))).Status);
        Assert.Empty(test.Server.Requests);
    }

    private static string Posts(int count, long at) => JsonSerializer.Serialize(new { elements = Enumerable.Range(0, count).Select(i => new { id = $"urn:li:share:{at + i}", commentary = "acme crm", createdAt = at, publishedAt = at }) });

    private static (string, string) Organization => ("Sources:Vendors:linkedin:Credential:organization", "1234567");

    private static (string, string) Token => ("Sources:Vendors:linkedin:Credential:access_token", "secret-linkedin");

    private static (string, string) Address => ("Sources:Vendors:linkedin:BaseAddress", "{server}/linkedin/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "linkedin");
}
