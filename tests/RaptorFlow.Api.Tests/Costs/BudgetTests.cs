using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using static RaptorFlow.Api.Tests.Costs.Books;

namespace RaptorFlow.Api.Tests.Costs;

public sealed class BudgetTests(WholeApi api) : IClassFixture<WholeApi>
{
    private const string Month = "workspace_month/current";

    [Fact]
    public async Task Month_SetAndReturned_HasItsOwnLimitAndThenTheDefault()
    {
        var (books, _, hands) = await BeginAsync();
        Assert.Equal((10 * Usd, true), Limit(await books.MonthAsync()));

        var set = await books.SetAsync(Month, new { limit = new { amount = 12.5, currency = "USD" } });
        Assert.Equal(("workspace_month", 12_500_000, 12_500_000), (set.Text("scope"), set.Long("limit_micros"), set.Long("left_micros")));
        Assert.Equal((12_500_000, false), Limit(await books.MonthAsync()));

        await books.RemoveAsync(Month);
        await books.RemoveAsync(Month);
        Assert.Equal((10 * Usd, true), Limit(await books.MonthAsync()));
        Assert.Equal("budget.limit_removed budget.limit_set", await hands.SqlAsync<string>("select string_agg(action, ' ' order by action) from audit_log where action like 'budget.%'"));
    }

    [Fact]
    public async Task RunsLimit_ChangedInMidRun_CountsWhatWasSpentAndHoldsFromThenOn()
    {
        var (books, owner, hands) = await BeginAsync();
        var run = await hands.SubmitAsync(Hands.Step("a"));
        await books.SpendAsync(books.Scope(run), Entry(2 * Usd));
        var under = await books.HoldAsync(books.Scope(run), Usd);

        var set = await books.SetAsync($"run/{run}", new { limit_micros = 3 * Usd });
        Assert.Equal((2 * Usd, 1 * Usd), (set.Long("spent_micros"), set.Long("left_micros")));
        Assert.Null(await books.HoldAsync(books.Scope(run), 2 * Usd));
        await books.SetAsync($"run/{run}", new { limit_micros = 1 * Usd });
        Assert.Null(await books.HoldAsync(books.Scope(run), 1));
        // What is under way was allowed, and is paid.
        await books.Ledger.SettleAsync(under!, Entry(Usd), null, TestContext.Current.CancellationToken);
        Assert.Equal(-2 * Usd, Of(await books.GetAsync("/budgets?scope=run"), run).Long("left_micros"));

        await books.RemoveAsync($"run/{run}");
        (await books.RemoveAsync($"run/{run}", 404)).Says("budget_not_found");
        Assert.NotNull(await books.HoldAsync(books.Scope(run), 5 * Usd));
        Assert.Empty((await books.GetAsync("/budgets?scope=run")).Items());
        Assert.Equal(3 * Usd, (await books.SetAsync($"run/{run}", new { limit_micros = 9 * Usd })).Long("spent_micros"));
        Assert.Equal(3 * Usd, (await owner.Client.GetForAsync($"/api/runs/{run}", 200)).Long("cost_micros"));
    }

    [Fact]
    public async Task CampaignsLimit_IsSharedByItsRuns()
    {
        var (books, owner, _) = await BeginAsync();
        var campaign = (await owner.Client.PostForAsync("/api/campaigns", new { name = "Spring", objective = "awareness" }, 201)).GetProperty("id").GetGuid();
        await books.SpendAsync(books.Scope(campaign: campaign), Entry(Usd));

        await books.SetAsync($"campaign/{campaign}", new { limit = new { amount = 2, currency = "USD" } });

        Assert.Null(await books.HoldAsync(books.Scope(campaign: campaign), Usd + 1));
        Assert.NotNull(await books.HoldAsync(books.Scope(campaign: campaign), Usd));
        Assert.Equal((1 * Usd, 1 * Usd, 0), (Of(await books.GetAsync("/budgets"), campaign).Long("spent_micros"), Of(await books.GetAsync("/budgets"), campaign).Long("held_micros"), Of(await books.GetAsync("/budgets"), campaign).Long("left_micros")));
    }

    [Theory]
    [InlineData("""{}""", "limit")]
    [InlineData("""{"limit":null,"limit_micros":null}""", "limit")]
    [InlineData("""{"limit":{"amount":1,"currency":"USD"},"limit_micros":1}""", "limit")]
    [InlineData("""{"limit_micros":-1}""", "limit_micros")]
    [InlineData("""{"limit_micros":9223372036854775807}""", "limit_micros")]
    [InlineData("""{"limit_micros":1.5}""", "limit_micros")]
    [InlineData("""{"limit_micros":"1"}""", "limit_micros")]
    [InlineData("""{"limit":{"amount":-0.01,"currency":"USD"}}""", "limit.amount")]
    [InlineData("""{"limit":{"currency":"USD"}}""", "limit.amount")]
    [InlineData("""{"limit":{"amount":1.0000001,"currency":"USD"}}""", "limit.amount")]
    [InlineData("""{"limit":{"amount":1e40,"currency":"USD"}}""", "limit.amount")]
    [InlineData("""{"limit":{"amount":1e12,"currency":"USD"}}""", "limit.amount")]
    [InlineData("""{"limit":{"amount":1,"currency":"EUR"}}""", "limit.currency")]
    [InlineData("""{"limit":{"amount":1}}""", "limit.currency")]
    [InlineData("""{"limit":12.5}""", "limit")]
    public async Task Set_UnfitLimit_NamesTheField(string body, string field)
    {
        var (books, owner, _) = await BeginAsync();
        using var content = new StringContent(body, null, "application/json");

        var response = await owner.Client.PutAsync(new Uri($"/api/costs/budgets/{Month}", UriKind.Relative), content, TestContext.Current.CancellationToken);

        (await ClientExtensions.Expect(response, 400)).Says("validation_failed", field);
        Assert.True((await books.MonthAsync()).GetProperty("is_default").GetBoolean());
    }

    [Theory]
    [InlineData("week/1", "scope")]
    [InlineData("Run/1", "scope")]
    [InlineData("workspace_month/2020-01", "id")]
    [InlineData("workspace_month/2026-13", "id")]
    [InlineData("workspace_month/now", "id")]
    [InlineData("run/current", "id")]
    [InlineData("run/01890000-0000-7000-8000-000000000000", "id")]
    [InlineData("campaign/01890000-0000-7000-8000-000000000000", "id")]
    public async Task SetAndRemove_NoSuchBudget_NameTheField(string budget, string field)
    {
        var (books, _, _) = await BeginAsync();
        (await books.SetAsync(budget, new { limit_micros = 1 }, 400)).Says("validation_failed", field);
        (await books.RemoveAsync(budget, 400)).Says("validation_failed", field);
    }

    [Fact]
    public async Task Set_AnothersRun_IsAnsweredAsOneThatNeverWas()
    {
        var (_, _, hands) = await BeginAsync();
        var run = await hands.SubmitAsync(Hands.Step("a"));
        var (stranger, _, _) = await BeginAsync();

        (await stranger.SetAsync($"run/{run}", new { limit_micros = 1 }, 400)).Says("validation_failed", "id");
        Assert.Equal(0, await hands.SqlAsync<int>("select count(*) from budgets"));
    }

    [Fact]
    public async Task FutureMonth_MayHaveALimitAlready()
    {
        var (books, _, _) = await BeginAsync();
        Assert.Equal("2100-01", (await books.SetAsync("workspace_month/2100-01", new { limit_micros = 5 })).Text("id"));
        Assert.Equal(["2100-01", (await books.GetAsync("/forecast")).Text("month")], (await books.GetAsync("/budgets")).Items().Select(b => b.Text("id")));
    }

    [Fact]
    public async Task Budgets_InPages_AreMonthsThenCampaignsThenRuns()
    {
        var (books, owner, hands) = await BeginAsync();
        var campaign = (await owner.Client.PostForAsync("/api/campaigns", new { name = "Spring", objective = "awareness" }, 201)).GetProperty("id").GetGuid();
        var run = await hands.SubmitAsync(Hands.Step("a"));
        await books.SetAsync($"run/{run}", new { limit_micros = 1 });
        await books.SetAsync($"campaign/{campaign}", new { limit_micros = 0 });
        var seen = new List<string?>();
        string? cursor = null;

        do
        {
            var page = await books.GetAsync($"/budgets?limit=1{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.Add(Assert.Single(page.Items()).Text("scope"));
            cursor = page.Text("next_cursor");
        }
        while (cursor is not null);

        Assert.Equal(["workspace_month", "campaign", "run"], seen);
    }

    [Fact]
    public async Task TwoMembersWhoLeaveInMidMonth_TakeTheirPartOfTheLimitAndLeaveWhatIsSpent()
    {
        var (books, owner, _) = await BeginAsync();
        List<Person> guests = [];
        for (var i = 0; i < 2; i++)
        {
            guests.Add(await Person.SignUpAsync(api.WithKey(""), TestContext.Current.CancellationToken));
            await owner.InviteAsync(guests[i], "analyst");
        }
        Assert.Equal(30 * Usd, (await books.MonthAsync()).Long("limit_micros"));
        await books.SpendAsync(books.Scope() with { UserId = guests[0].Id }, Entry(12 * Usd));
        var under = await books.HoldAsync(books.Scope() with { UserId = guests[1].Id }, 3 * Usd);

        foreach (var guest in guests)
            await owner.RemoveAsync(guest);

        var month = await books.MonthAsync();
        Assert.Equal((10 * Usd, 12 * Usd, 3 * Usd, -5 * Usd), (month.Long("limit_micros"), month.Long("spent_micros"), month.Long("held_micros"), month.Long("left_micros")));
        Assert.Null(await books.HoldAsync(books.Scope(), 1));
        // What was under way is paid all the same, and the smaller limit is told of.
        await books.Ledger.SettleAsync(under!, Entry(2 * Usd), null, TestContext.Current.CancellationToken);
        Assert.Equal(14 * Usd, (await books.MonthAsync()).Long("spent_micros"));
        Assert.Equal([50, 80, 100], (await books.GetAsync("/alerts")).Items().Where(a => a.Long("limit_micros") == 10 * Usd).Select(a => a.Long("percent")).Order());
        // Who left is no member any more, and so is told by id alone.
        var users = (await books.GetAsync("?by=user")).Items();
        Assert.Equal((guests[0].Id.ToString(), null, 12 * Usd), (users[0].Text("key"), users[0].Text("name"), users[0].Long("cost_micros")));
    }

    [Fact]
    public async Task Alerts_InPages_ComeNewestFirst()
    {
        var (books, _, _) = await BeginAsync();
        await books.SpendAsync(books.Scope(), Entry(5 * Usd));
        await books.SpendAsync(books.Scope(), Entry(4 * Usd));

        var first = await books.GetAsync("/alerts?limit=1");
        var second = await books.GetAsync($"/alerts?limit=1&cursor={first.Text("next_cursor")}");

        Assert.Equal((80, 50), (first.Items()[0].Long("percent"), second.Items()[0].Long("percent")));
        Assert.Equal(("workspace_month", 10 * Usd, 9 * Usd), (first.Items()[0].Text("scope"), first.Items()[0].Long("limit_micros"), first.Items()[0].Long("spent_micros")));
        Assert.Null(second.Text("next_cursor"));
    }

    private static (long, bool) Limit(System.Text.Json.JsonElement budget) => (budget.Long("limit_micros"), budget.GetProperty("is_default").GetBoolean());

    private static System.Text.Json.JsonElement Of(System.Text.Json.JsonElement budgets, Guid id) => budgets.Items().Single(b => b.Text("id") == id.ToString());

    private async Task<(Books Books, Person Owner, Hands Hands)> BeginAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        return (new(api, owner), owner, new(api, owner));
    }
}
