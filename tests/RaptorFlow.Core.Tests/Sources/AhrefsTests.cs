using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class AhrefsTests(EmbeddedStack stack)
{
    private const string Keywords = "/ahrefs/keywords-explorer/overview";
    private const string Sites = "/ahrefs/site-explorer/";

    private static readonly KeywordQuestion Question = new(["CRM, free", "ERP"]) { Country = "DE" };

    [Fact]
    public async Task Keywords_ComeWithMoneyInCents_AndTheCostInTheHead()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Keywords, Answer("""
            {"keywords":[{"keyword":"crm free","volume":12100,"difficulty":62,"cpc":450,"intents":{"informational":true,"commercial":true,"branded":true,"transactional":false}},
              {"keyword":"erp","volume":null,"difficulty":null,"cpc":null,"intents":null},{"volume":1}]}
            """, headers: [("x-api-units-cost-total", "64"), ("x-api-units-cost-total-actual", "32")]));

        var answer = await test.AskAsync(Question);

        Assert.Equal(["CRM, free", "ERP"], answer.Items.Select(item => item.Keyword));
        Assert.Equal((12_100L, 62d, 4.50m), (answer.Items[0].MonthlySearches, answer.Items[0].Difficulty, answer.Items[0].CostPerClickUsd));
        Assert.Equal(["informational", "commercial"], answer.Items[0].Intents);
        Assert.Equal((null, null, null), (answer.Items[1].MonthlySearches, answer.Items[1].Difficulty, answer.Items[1].CostPerClickUsd));
        Assert.Equal(32_000, Report(answer).CostMicros);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer secret-ahrefs", request.Headers["Authorization"]);
        Assert.Contains("select=keyword%2Cvolume%2Cdifficulty%2Ccpc%2Cintents&country=de&keywords=CRM%20%20free%2CERP&limit=2", request.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rankings_NameADate_AndCostFiftyUnitsAtLeast()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Sites + "organic-keywords", Answer("""{"keywords":[{"keyword":"best crm","best_position":3,"best_position_url":"https://example.com/crm","volume":9900,"cpc":1210,"sum_traffic":77}]}"""));

        var answer = await test.AskAsync(new RankingQuestion("example.com") { Limit = 5 });

        var ranked = Assert.Single(answer.Items);
        Assert.Equal(("best crm", 3, 9_900L, 12.10m, "https://example.com/crm"), (ranked.Keyword, ranked.Position, ranked.MonthlySearches, ranked.CostPerClickUsd, ranked.Address));
        Assert.Equal(50_000, Report(answer).CostMicros);
        Assert.Matches(@"target=example\.com&mode=subdomains&country=us&date=\d{4}-\d\d-\d\d&order_by=sum_traffic%3Adesc&limit=5", Assert.Single(test.Server.Requests).Query);
    }

    [Fact]
    public async Task Domain_IsPutTogether_AndSaysWhatIsMissing()
    {
        await using var test = await StartAsync(stack, Key, Address, Price, ("Sources:Retries", "0"));
        test.Server.On(Sites + "domain-rating", Answer("""{"domain_rating":{"domain_rating":91.0,"ahrefs_rank":1200}}"""));
        test.Server.On(Sites + "backlinks-stats", Answer("""{"metrics":{"live":5000,"all_time":9000,"live_refdomains":310}}"""));
        test.Server.On(Sites + "metrics", Answer("""{"metrics":{"org_keywords":45000,"org_traffic":120000,"paid_traffic":null}}"""));
        test.Server.On(Sites + "organic-competitors", Answer("""{"error":"Insufficient plan"}""", status: 403));

        var answer = await test.AskAsync(new DomainQuestion("example.com") { Country = "US" });

        var figures = Assert.Single(answer.Items);
        Assert.Equal((91d, 1_200L, 5_000L, 310L), (figures.Authority, figures.Rank, figures.Backlinks, figures.ReferringDomains));
        Assert.Equal((45_000L, 120_000L, null, 0), (figures.OrganicKeywords, figures.OrganicVisits, figures.PaidVisits, figures.Competitors.Count));
        Assert.Contains("Without competitors: It refuses the key (403): Insufficient plan", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal(150_000, Report(answer).CostMicros);
    }

    [Fact]
    public async Task Domain_OfTheWholeWorld_IsAskedForNoCompetitors()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Sites + "domain-rating", Answer("""{"domain_rating":{"domain_rating":12.5,"ahrefs_rank":null}}"""));
        test.Server.On(Sites + "backlinks-stats", Answer("""{"metrics":{}}"""));
        test.Server.On(Sites + "metrics", Answer("""{"metrics":{}}"""));

        var figures = Assert.Single((await test.AskAsync(new DomainQuestion("example.com"))).Items);

        Assert.Equal((12.5, null, null, null), (figures.Authority, figures.Rank, figures.Backlinks, figures.OrganicVisits));
        Assert.Equal(3, test.Server.Requests.Count);
        Assert.DoesNotContain(test.Server.Requests, request => request.Query.Contains("country", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, """{"error":"Bad API key"}""", SourceStatus.Refused)]
    [InlineData(403, """{"error":"API units limit reached"}""", SourceStatus.OverQuota)]
    [InlineData(403, """{"error":"Insufficient plan"}""", SourceStatus.Refused)]
    [InlineData(429, """{"error":"Too many requests"}""", SourceStatus.OverQuota)]
    [InlineData(400, """{"error":"bad country secret-ahrefs"}""", SourceStatus.Failed)]
    [InlineData(500, "{broken", SourceStatus.Unavailable)]
    [InlineData(200, "{broken", SourceStatus.Failed)]
    [InlineData(200, """{"keywords":{"no":"list"}}""", SourceStatus.Empty)]
    public async Task Error_IsToldByItsStatusAndWords(int status, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Keywords, Answer(body, status: status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal(expected, report.Status);
        Assert.DoesNotContain("secret", report.Detail ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ReadsTheUnitsLeft()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On("/ahrefs/subscription-info/limits-and-usage", Answer("""{"limits_and_usage":{"subscription":"Lite","units_limit_workspace":100000,"units_usage_workspace":1500,"units_limit_api_key":null,"units_usage_api_key":1200}}"""));

        Assert.Equal("The key is accepted; 1,200 of 100,000 API units are used this month.", await test.TestAsync("ahrefs"));
    }

    private static (string, string) Key => ("Sources:Vendors:ahrefs:Credential:api_key", "secret-ahrefs");

    private static (string, string) Address => ("Sources:Vendors:ahrefs:BaseAddress", "{server}/ahrefs/");

    private static (string, string) Price => ("Sources:Vendors:ahrefs:Prices:unit", "0.001");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "ahrefs");
}
