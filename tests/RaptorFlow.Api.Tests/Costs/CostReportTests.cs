using RaptorFlow.Agents;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Cost;
using static RaptorFlow.Api.Tests.Costs.Books;

namespace RaptorFlow.Api.Tests.Costs;

public sealed class CostReportTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Fact]
    public async Task Costs_ByAgent_AreSummedDearestFirstWithWhoAnswered()
    {
        var books = await BeginAsync();
        await books.SpendAsync(books.Scope(agent: "RES-001"), Entry(1_000));
        await books.SpendAsync(books.Scope(agent: "RES-002"), Entry(5_000) with { Estimated = true });
        await books.SpendAsync(books.Scope(agent: "RES-002"), Entry(0) with { ServedFrom = ServedFrom.Cache, SavedMicros = 5_000 });
        await books.SpendAsync(books.Scope(agent: "RES-002"), Entry(0) with { ServedFrom = ServedFrom.Draft, Tier = null });

        var report = await books.GetAsync("?by=agent");

        Assert.Equal(["RES-002", "RES-001"], report.Items().Select(i => i.Text("key")));
        var dearest = report.Items()[0];
        Assert.Equal((1, 1, 0, 1), (dearest.GetProperty("calls").Long("provider"), dearest.GetProperty("calls").Long("cache"), dearest.GetProperty("calls").Long("record"), dearest.GetProperty("calls").Long("draft")));
        Assert.Equal((300, 120, 60, 15), (dearest.Long("input_tokens"), dearest.Long("cached_input_tokens"), dearest.Long("output_tokens"), dearest.Long("reasoning_tokens")));
        Assert.Equal((5_000, 5_000, 1), (dearest.Long("cost_micros"), dearest.Long("saved_micros"), dearest.Long("estimated_calls")));
        Assert.Equal((6_000, 2), (report.GetProperty("total").Long("cost_micros"), report.Long("keys")));
    }

    [Theory]
    [InlineData("model", "small")]
    [InlineData("tier", "economy")]
    [InlineData("source", "brave/search")]
    [InlineData("agent", "TST-001")]
    public async Task Costs_ByKey_AreNamedByIt(string by, string key)
    {
        var books = await BeginAsync();
        await books.SpendAsync(books.Scope(), Entry(1_000));
        await books.SpendAsync(books.Scope(), new() { Kind = CostKind.Source, Provider = "brave", Model = "search", InputTokens = 0, OutputTokens = 0, CostMicros = 500 });

        Assert.Equal(key, Assert.Single((await books.GetAsync($"?by={by}")).Items()).Text("key"));
    }

    [Fact]
    public async Task Costs_ByCampaignUserAndRun_HaveTheirNames()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var books = new Books(api, owner);
        var campaign = (await owner.Client.PostForAsync("/api/campaigns", new { name = "Spring", objective = "awareness" }, 201)).GetProperty("id").GetGuid();
        var run = await new Hands(api, owner).SubmitAsync(Hands.Step("a"));
        await books.SpendAsync(books.Scope(run, campaign), Entry(1_000));
        await books.SpendAsync(books.Scope(run), Entry(1));

        var campaigns = (await books.GetAsync("?by=campaign")).Items();
        Assert.Equal([(campaign.ToString(), "Spring"), (null, null)], campaigns.Select(i => (i.Text("key"), i.Text("name"))));
        Assert.Equal((owner.Id.ToString(), owner.Email), Names(await books.GetAsync("?by=user")));
        Assert.Equal((run.ToString(), "test"), Names(await books.GetAsync("?by=run")));

        static (string?, string?) Names(System.Text.Json.JsonElement report) => (Assert.Single(report.Items()).Text("key"), report.Items()[0].Text("name"));
    }

    [Fact]
    public async Task Costs_OfAPeriod_AreThoseOfItsDaysOfUtc()
    {
        var books = await BeginAsync();
        DateTimeOffset[] times = [new(2025, 3, 9, 23, 59, 59, TimeSpan.Zero), new(2025, 3, 10, 0, 0, 0, TimeSpan.Zero), new(2025, 3, 12, 23, 59, 59, TimeSpan.Zero), new(2025, 3, 13, 0, 0, 0, TimeSpan.Zero)];
        foreach (var (at, i) in times.Select((at, i) => (at, i)))
        {
            var scope = books.Scope();
            await books.SpendAsync(scope, Entry(1 << i));
            await books.DateAsync(scope.RunId, at);
        }

        var report = await books.GetAsync("?by=day&from=2025-03-10&to=2025-03-12");

        Assert.Equal([("2025-03-10", 2L), ("2025-03-12", 4L)], report.Items().Select(i => (i.Text("key")!, i.Long("cost_micros"))));
        Assert.Equal(6, report.GetProperty("total").Long("cost_micros"));
        Assert.Equal(1 + 2 + 4 + 8, (await books.GetAsync("?from=2025-03-01&to=2025-03-31")).GetProperty("total").Long("cost_micros"));
        Assert.Empty((await books.GetAsync("")).Items());
    }

    [Theory]
    [InlineData("", "?by=weather", "by")]
    [InlineData("", "?by=Agent", "by")]
    [InlineData("", "?limit=0", "limit")]
    [InlineData("", "?from=yesterday", "from")]
    [InlineData("", "?to=2026-02-30", "to")]
    [InlineData("", "?from=2026-11-02&to=2026-11-01", "to")]
    [InlineData("", "?from=2150-01-01", "from")]
    [InlineData("", "?to=9999-12-31", "to")]
    [InlineData("/shares", "?from=1", "from")]
    [InlineData("/entries", "?run_id=x", "run_id")]
    [InlineData("/entries", "?campaign_id=x", "campaign_id")]
    [InlineData("/entries", "?limit=201", "limit")]
    [InlineData("/entries", "?cursor=x", "cursor")]
    [InlineData("/entries", "?agent=%00", "agent")]
    [InlineData("/alerts", "?limit=0", "limit")]
    [InlineData("/alerts", "?cursor=1", "cursor")]
    [InlineData("/budgets", "?scope=week", "scope")]
    [InlineData("/budgets", "?cursor=run", "cursor")]
    public async Task Reports_UnfitQuery_NamesTheField(string path, string query, string field) =>
        (await (await BeginAsync()).GetAsync(path + query, 400)).Says("validation_failed", field);

    [Fact]
    public async Task Entries_Filtered_ComeNewestFirstInPages()
    {
        var books = await BeginAsync();
        var (run, campaign) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        for (var i = 1; i <= 3; i++)
            await books.SpendAsync(books.Scope(run), Entry(i) with { Reason = "because" });
        await books.SpendAsync(books.Scope(campaign: campaign, agent: "RES-009"), Entry(9));

        var first = await books.GetAsync($"/entries?run_id={run}&limit=2");
        Assert.Equal([3, 2], first.Items().Select(e => e.Long("cost_micros")));
        var rest = await books.GetAsync($"/entries?run_id={run}&limit=2&cursor={first.Text("next_cursor")}");
        Assert.Equal([1], rest.Items().Select(e => e.Long("cost_micros")));
        Assert.Null(rest.Text("next_cursor"));
        Assert.Equal([9], (await books.GetAsync($"/entries?campaign_id={campaign}")).Items().Select(e => e.Long("cost_micros")));
        Assert.Equal([9], (await books.GetAsync("/entries?agent=RES-009")).Items().Select(e => e.Long("cost_micros")));
        var entry = rest.Items()[0];
        Assert.Equal(("model", "economy", "economy", "provider", "because"), (entry.Text("kind"), entry.Text("asked_tier"), entry.Text("tier"), entry.Text("served_from"), entry.Text("reason")));
        Assert.Equal(run, entry.GetProperty("run_id").GetGuid());
    }

    [Fact]
    public async Task Shares_OfCalls_StandBesideTheirTargets()
    {
        var books = await BeginAsync();
        for (var i = 0; i < 6; i++)
            await books.SpendAsync(books.Scope(), Entry(100));
        await books.SpendAsync(books.Scope(), Entry(400) with { AskedTier = ModelTier.Premium, Tier = ModelTier.Premium });
        await books.SpendAsync(books.Scope(), Entry(1_000) with { AskedTier = ModelTier.Premium, Tier = ModelTier.Balanced });
        await books.SpendAsync(books.Scope(), Entry(0) with { AskedTier = ModelTier.Balanced, Tier = null, ServedFrom = ServedFrom.Draft });
        await books.SpendAsync(books.Scope(), Entry(0) with { ServedFrom = ServedFrom.Cache });

        var shares = await books.GetAsync("/shares");

        Assert.Equal([("economy", 90m, 75m, 30m), ("balanced", 8m, 12.5m, 50m), ("premium", 2m, 12.5m, 20m)],
            shares.Items().Select(s => (s.Text("tier")!, s.GetProperty("target_percent").GetDecimal(), s.GetProperty("calls_percent").GetDecimal(), s.GetProperty("cost_percent").GetDecimal())));
        Assert.Equal((8, 2_000, 1, 1), (shares.Long("calls"), shares.Long("cost_micros"), shares.Long("other_tier_calls"), shares.Long("draft_calls")));
        Assert.Equal([("balanced", null, 1L), ("premium", "balanced", 1L)], shares.GetProperty("moves").EnumerateArray().Select(m => (m.Text("asked")!, m.Text("answered"), m.Long("calls"))));
    }

    [Fact]
    public async Task Forecast_OfTheFirstDay_IsThePlainRunRate()
    {
        var books = await BeginAsync();
        await books.SpendAsync(books.Scope(), Entry(2 * Usd));

        var forecast = await books.GetAsync("/forecast");

        Assert.Equal(("run_rate", 2 * Usd, 10 * Usd), (forecast.Text("method"), forecast.Long("spent_micros"), forecast.Long("limit_micros")));
        Assert.True(forecast.Long("forecast_micros") >= 2 * Usd);
        Assert.False(forecast.TryGetProperty("low_micros", out _));
    }

    [Fact]
    public async Task Routes_OfAnotherWorkspace_ShowNothingOfIt()
    {
        var books = await BeginAsync();
        await books.SpendAsync(books.Scope(), Entry(9 * Usd));
        var stranger = await BeginAsync();

        Assert.Empty((await stranger.GetAsync("")).Items());
        Assert.Empty((await stranger.GetAsync("/entries")).Items());
        Assert.Empty((await stranger.GetAsync("/alerts")).Items());
        Assert.Equal(0, (await stranger.GetAsync("/forecast")).Long("spent_micros"));
        Assert.Equal(0, Assert.Single((await stranger.GetAsync("/budgets")).Items()).Long("spent_micros"));
    }

    [Fact]
    public async Task Routes_Viewer_IsRefused_AndAnAnalystMayLookButNotSet()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var guest = await Person.SignUpAsync(api.WithKey(""), TestContext.Current.CancellationToken);
        await owner.InviteAsync(guest, "viewer");
        var looking = new Books(api, guest);
        foreach (var path in new[] { "", "/entries", "/shares", "/forecast", "/budgets", "/alerts" })
            await looking.GetAsync(path, 403);

        await owner.Client.SendForAsync(HttpMethod.Patch, $"/api/workspaces/{owner.WorkspaceId}/members/{guest.Id}", new { role = "analyst" }, 200);
        await looking.GetAsync("/budgets");
        await looking.SetAsync("workspace_month/current", new { limit_micros = 1 }, 403);
        await looking.RemoveAsync("workspace_month/current", 403);
    }

    private async Task<Books> BeginAsync() => new(api, await api.SignUpWithWorkspaceAsync());
}
