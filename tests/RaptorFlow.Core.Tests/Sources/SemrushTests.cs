using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SemrushTests(EmbeddedStack stack)
{
    private const string Path = "/semrush/";

    private static readonly KeywordQuestion Question = new(["CRM"]);

    [Fact]
    public async Task Keywords_AreReadByTheirHeads_AndChargedByTheLine()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("\"Keyword\";\"Search Volume\";\"CPC\";\"Competition\";\"Keyword Difficulty Index\";\"Intent\"\r\n\"crm; free\";\"12,100\";\"4.50\";\"0.31\";\"62.00\";\"1,3\"\r\n\"erp\";;\"n/a\";\"\"\r\n", "text/plain"));

        var answer = await test.AskAsync(new KeywordQuestion(["CRM; free", "ERP", "nobody asks"]) { Country = "GB" });

        Assert.Equal(["CRM; free", "ERP"], answer.Items.Select(item => item.Keyword));
        var crm = answer.Items[0];
        Assert.Equal((12_100L, 62d, 4.50m, 0.31, "GB"), (crm.MonthlySearches, crm.Difficulty, crm.CostPerClickUsd, crm.Competition, crm.Country));
        Assert.Equal(["informational", "transactional"], crm.Intents);
        var erp = answer.Items[1];
        Assert.Equal((null, null, null, null, 0), (erp.MonthlySearches, erp.Difficulty, erp.CostPerClickUsd, erp.Competition, erp.Intents.Count));
        Assert.Equal(1_000, Report(answer).CostMicros);
        Assert.Contains("1 of 3 are not in its database: nobody asks.", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal([("semrush", "phrase_these", 1_000L, "provider")], await test.BookedAsync());
        var query = Assert.Single(test.Server.Requests).Query;
        Assert.Contains("type=phrase_these&phrase=CRM%20%20free%3BERP%3Bnobody%20asks&database=uk&", query, StringComparison.Ordinal);
        Assert.Contains("display_limit=3&export_escape=1&key=secret-semrush", query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rankings_AreLimited()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Path, Answer("Keyword;Position;Search Volume;CPC;Url\nbest crm;3;9900;12.10;https://example.com/crm\nno place;0;;;\n", "text/plain"));

        var answer = await test.AskAsync(new RankingQuestion("example.com") { Limit = 2 });

        Assert.Equal([("best crm", (int?)3, (long?)9_900, (decimal?)12.10m, "https://example.com/crm"), ("no place", null, null, null, null)], answer.Items.Select(i => (i.Keyword, i.Position, i.MonthlySearches, i.CostPerClickUsd, i.Address)));
        Assert.Equal(20 * 1_000, Report(answer).CostMicros);
        Assert.Contains("type=domain_organic&domain=example.com&database=us&display_sort=tr_desc&export_columns=Ph,Po,Nq,Cp,Ur&display_limit=2".Replace(",", "%2C", StringComparison.Ordinal), Assert.Single(test.Server.Requests).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_IsPutTogetherOfThreeReports()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Path + "analytics/v1/", Backlinks);
        test.Server.On(Path, Answer("Domain;Rank;Organic Keywords;Organic Traffic;Adwords Traffic\nexample.com;1500;45000;1200000;50000", "text/plain"), Answer("Domain;Competitor Relevance\nrival.com;0.30\nother.com;0.10", "text/plain"));

        var answer = await test.AskAsync(new DomainQuestion("example.com") { Country = "US" });

        var figures = Assert.Single(answer.Items);
        Assert.Equal((47d, 9_000L, 310L), (figures.Authority, figures.Backlinks, figures.ReferringDomains));
        Assert.Equal((1_500L, 45_000L, 1_200_000L, 50_000L), (figures.Rank, figures.OrganicKeywords, figures.OrganicVisits, figures.PaidVisits));
        Assert.Equal(["rival.com", "other.com"], figures.Competitors);
        Assert.Equal((40 + 10 + 80) * 1_000, Report(answer).CostMicros);
        Assert.Null(Report(answer).Detail);
    }

    [Fact]
    public async Task Domain_WithoutAMarket_HasItsBacklinksAndNoMore()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path + "analytics/v1/", Backlinks);

        var answer = await test.AskAsync(new DomainQuestion("example.com"));

        Assert.Equal(310, Assert.Single(answer.Items).ReferringDomains);
        Assert.Contains("no country", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Single(test.Server.Requests);
    }

    [Fact]
    public async Task Domain_OfWhichAPartIsRefused_IsAnsweredWithTheRest_AndChargedForIt()
    {
        await using var test = await StartAsync(stack, Key, Address, Price);
        test.Server.On(Path + "analytics/v1/", Backlinks);
        test.Server.On(Path, Answer("ERROR 50 :: NOTHING FOUND", "text/plain"), Answer("ERROR 131 :: LIMIT EXCEEDED", "text/plain"));

        var answer = await test.AskAsync(new DomainQuestion("example.com") { Country = "US" });

        Assert.Null(Assert.Single(answer.Items).OrganicVisits);
        Assert.Contains("Without competitors: Its units or its limit are used up: LIMIT EXCEEDED (131).", Report(answer).Detail, StringComparison.Ordinal);
        Assert.Equal(40 * 1_000, Report(answer).CostMicros);
    }

    [Fact]
    public async Task Trend_IsRelativeToItsBusiestMonth()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path, Answer("Keyword;Trends\ncrm;0.20,0.40,0.80,0.10\nerp;0.5,,1\nnone;0,0\n", "text/plain"));

        var answer = await test.AskAsync(new TrendQuestion(["crm", "erp", "none"]));

        var now = test.Time.GetUtcNow();
        var last = new DateOnly(now.Year, now.Month, 1).AddMonths(-1);
        Assert.Equal([(last.AddMonths(-3), 25), (last.AddMonths(-2), 50), (last.AddMonths(-1), 100), (last, 12.5)], answer.Items[0].Points.Select(p => (p.Start, p.Value)));
        Assert.Equal(2, answer.Items[1].Points.Count);
        Assert.Empty(answer.Items[2].Points);
    }

    [Theory]
    [InlineData(200, "ERROR 50 :: NOTHING FOUND", SourceStatus.Empty)]
    [InlineData(200, "ERROR 120 :: WRONG KEY - ID PAIR secret-semrush", SourceStatus.Refused)]
    // Seen with a 403.
    [InlineData(403, "ERROR 132 :: API UNITS BALANCE IS ZERO", SourceStatus.OverQuota)]
    [InlineData(400, "ERROR 41 :: MANDATORY PARAMETER 'PHRASE' NOT SET OR EMPTY", SourceStatus.Failed)]
    [InlineData(500, "ERROR 135 :: API SERVER", SourceStatus.Unavailable)]
    [InlineData(401, "Not for secret-semrush", SourceStatus.Refused)]
    [InlineData(200, "<html>A page; of a proxy</html>", SourceStatus.Failed)]
    [InlineData(200, "", SourceStatus.Failed)]
    public async Task Error_IsReadFromTheBody_WhateverTheStatus(int status, string body, SourceStatus expected)
    {
        await using var test = await StartAsync(stack, Key, Address, ("Sources:Retries", "0"));
        test.Server.On(Path, Answer(body, "text/plain", status));

        var report = Report(await test.AskAsync(Question));

        Assert.Equal((expected, 0L), (report.Status, report.CostMicros));
        Assert.DoesNotContain("secret", report.Detail ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ReadsTheBalance()
    {
        await using var test = await StartAsync(stack, Key, Address);
        test.Server.On(Path + "users/countapiunits.html", Answer("1,000", "text/html"));

        Assert.Equal("The key is accepted; 1,000 API units are left.", await test.TestAsync("semrush"));
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Backlinks => Answer("ascore;total;domains_num\n47;9000;310", "text/plain");

    private static (string, string) Key => ("Sources:Vendors:semrush:Credential:api_key", "secret-semrush");

    private static (string, string) Address => ("Sources:Vendors:semrush:BaseAddress", "{server}/semrush/");

    private static (string, string) Price => ("Sources:Vendors:semrush:Prices:unit", "0.001");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "semrush");
}
