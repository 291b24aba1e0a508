using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SimilarwebTests(EmbeddedStack stack)
{
    private const string Visits = "/similarweb/v5/website-analysis/websites/traffic-and-engagement";
    private const string Channels = "/similarweb/v5/website-analysis/websites/traffic-channels";

    private static readonly DomainQuestion Question = new("Example.com");

    [Fact]
    public async Task Visits_AreByMonth_AndChannelsArePartsOfTheLast()
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Vendors:similarweb:Prices:credit", "0.01"));
        test.Server.On(Visits, Answer("""{"meta":{"status":"Success","last_updated":"2026-10-31"},"data":[{"date":"2026-10-01","visits":120.75},{"date":"2026-09-01","visits":110.5},{"date":"2026-08-01","visits":null}]}"""));
        test.Server.On(Channels, Answer("""
            {"meta":{},"data":[{"date":"2026-10-01","source_type":"Direct","visits":40.0},{"date":"2026-10-01","source_type":"Organic Search","visits":30.0},{"date":"2026-10-01","source_type":"Paid Search","visits":10.0},
              {"date":"2026-10-01","source_type":"Gen AI","visits":20.0},{"date":"2026-10-01","source_type":"Something new","visits":50.0},{"source_type":"Mail","visits":null}]}
            """));

        var answer = await test.AskAsync(Question);

        var figures = Assert.Single(answer.Items);
        Assert.Equal([new(new(2026, 9, 1), 110.5), new(new(2026, 10, 1), 120.75)], figures.Visits);
        Assert.Equal(new Dictionary<string, double> { ["direct"] = 0.4, ["search"] = 0.4, ["assistants"] = 0.2 }, figures.Channels);
        Assert.Equal((3 + 10) * 10_000, Report(answer).CostMicros);
        var request = test.Server.Requests.First();
        Assert.Equal("secret-similarweb", request.Headers["api-key"]);
        Assert.Matches(@"metrics=visits&domain=example\.com&country=ww&granularity=monthly&web_source=total&start_date=\d{4}-\d\d&end_date=\d{4}-\d\d&main_domain_only=false&format=json", request.Query);
    }

    [Fact]
    public async Task Channels_ThatThePlanLacks_AreLeftOut()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Visits, Answer("""{"data":[{"date":"2026-10","visits":120.75}]}"""));
        test.Server.On(Channels, Answer("""{"error":{"code":"FORBIDDEN","message":"Access forbidden. Upgrade your account."}}""", status: 403));

        var answer = await test.AskAsync(Question with { Country = "US" });

        Assert.Empty(Assert.Single(answer.Items).Channels);
        Assert.Contains("Without channels: It refuses the key (403): Access forbidden. Upgrade your account.", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Contains("country=us", test.Server.Requests.First().Query, StringComparison.Ordinal);
    }

    [Theory]
    // The same status: there is no data, and the key is wrong.
    [InlineData(401, "application/json", """{"meta":{"request":{},"status":"Error","error_code":401,"error_message":"Data not found"}}""", SourceStatus.Empty)]
    [InlineData(401, "text/plain", "invalid API key", SourceStatus.Refused)]
    [InlineData(403, "application/json", """{"meta":{"error_code":403,"error_message":"Insufficient credits"}}""", SourceStatus.Refused)]
    [InlineData(400, "application/json", """{"meta":{"error_code":101,"error_message":"Dates not in range"}}""", SourceStatus.Failed)]
    [InlineData(400, "application/json", """{"meta":{"error_code":103,"error_message":"Country not supported"}}""", SourceStatus.Failed)]
    [InlineData(429, "application/json", """{"message":"Too many requests"}""", SourceStatus.OverQuota)]
    [InlineData(502, "text/html", "<html>", SourceStatus.Unavailable)]
    [InlineData(200, "text/html", "<html>", SourceStatus.Failed)]
    [InlineData(200, "application/json", """{"meta":{},"data":[]}""", SourceStatus.Empty)]
    public async Task Error_IsToldByBodyAndStatus(int status, string type, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Visits, Answer(body, type, status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((expected, 0L), (report.Status, report.CostMicros));
        Assert.Single(test.Server.Requests);
    }

    [Fact]
    public async Task Test_ReadsWhatIsLeft()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On("/similarweb/capabilities", Answer("""{"remaining_hits":49876,"web_desktop_data":{}}"""));

        Assert.Equal("The key is accepted; 49,876 hits are left.", await test.TestAsync("similarweb"));
    }

    private static (string, string) Key => ("Sources:Vendors:similarweb:Credential:api_key", "secret-similarweb");

    private static (string, string) Address => ("Sources:Vendors:similarweb:BaseAddress", "{server}/similarweb/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "similarweb");
}
