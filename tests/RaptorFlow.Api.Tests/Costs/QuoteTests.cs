using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Models;
using static RaptorFlow.Api.Tests.Costs.Books;

namespace RaptorFlow.Api.Tests.Costs;

public sealed class QuoteTests(WholeApi api) : IClassFixture<WholeApi>
{
    private const string Quotes = "/api/costs/quotes";
    private const string Invoke = "/api/agents/TST-001/invoke?wait=0";

    [Fact]
    public async Task Quote_WithoutAnyModel_IsNothing()
    {
        var owner = await api.SignUpWithWorkspaceAsync();

        var quote = await owner.Client.PostForAsync(Quotes, new { workflow = "onboarding" }, 201);

        Assert.Equal((0, 0, 0), Figures(quote));
        Assert.Equal([("fundamentals", "no_model"), ("personas", "no_model")], quote.GetProperty("steps").EnumerateArray().Select(s => (s.Text("step")!, s.Text("basis")!)));
        Assert.Equal("onboarding", (await owner.Client.GetForAsync($"{Quotes}/{quote.Text("id")}", 200)).Text("workflow"));
    }

    [Fact]
    public async Task Quote_WithAModelAndNoPast_IsOfItsPriceAndTheAssumptions()
    {
        var (client, _) = await PricedAsync();

        var quote = await client.PostForAsync(Quotes, new { agent = "TST-001" }, 201);

        // 1 and 5 USD per million: 1,000 + 200·5; 6,000 + 1,500·5; 2·(24,000 + 4,000·5).
        Assert.Equal((2_000, 13_500, 88_000), Figures(quote));
        Assert.Equal(("agent:TST-001", "catalogue", "house-small"), (quote.Text("workflow"), quote.GetProperty("steps")[0].Text("basis"), quote.GetProperty("steps")[0].Text("model")));
    }

    [Theory]
    [InlineData("{}", "always")]
    [InlineData("""{"metrics":{}}""", "always", "sometimes")]
    public async Task Quote_OfAWorkflowWithConditions_IsOfTheStepsThatTheInputBrings(string input, params string[] steps)
    {
        var (client, books) = await PricedAsync();
        await books.RegisterAsync("conditional", """
            {"key":"always","title":"a","agent":"TST-001","inputs":{},"after":[],"optional":false,"keep":false,"max_attempts":3},
            {"key":"sometimes","title":"s","agent":"TST-404","inputs":{},"after":[],"when":"input.metrics","optional":true,"keep":false,"max_attempts":3}
            """);

        var quote = await client.PostForAsync(Quotes, new { workflow = "conditional", input = JsonElement.Parse(input) }, 201);

        Assert.Equal(steps, quote.GetProperty("steps").EnumerateArray().Select(s => s.Text("step")));
        // Nobody brings the second one's agent: it is dead from the start and costs nothing.
        Assert.Equal((2_000, 13_500, 88_000), Figures(quote));
    }

    [Theory]
    [InlineData(4, "catalogue")]
    [InlineData(5, "history")]
    public async Task Quote_OfAnAgentWithAPast_IsOfItFromFiveTasksOn(int tasks, string basis)
    {
        var (client, books) = await PricedAsync();
        for (var i = 1; i <= tasks; i++)
        {
            // A task's calls are one cost.
            var task = books.Scope();
            await books.SpendAsync(task, Entry(i * 1_000));
            await books.SpendAsync(task, Entry(i * 1_000));
        }

        var quote = await client.PostForAsync(Quotes, new { agent = "TST-001", capability = "test", input = new { } }, 201);

        Assert.Equal(basis, quote.GetProperty("steps")[0].Text("basis"));
        if (basis == "history")
            Assert.Equal((2_000, 6_000, 9_600), Figures(quote));
    }

    [Fact]
    public async Task Quote_OfAPastThatIsLongAgo_DoesNotRestOnIt()
    {
        var (client, books) = await PricedAsync();
        for (var i = 0; i < 6; i++)
        {
            var task = books.Scope();
            await books.SpendAsync(task, Entry(1_000));
            await books.DateAsync(task.RunId, new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        }

        Assert.Equal("catalogue", (await client.PostForAsync(Quotes, new { agent = "TST-001" }, 201)).GetProperty("steps")[0].Text("basis"));
    }

    [Theory]
    [InlineData("""{}""", "workflow")]
    [InlineData("""{"workflow":"onboarding","agent":"TST-001"}""", "workflow")]
    [InlineData("""{"workflow":"nothing"}""", "workflow")]
    [InlineData("""{"agent":"TST-404"}""", "agent")]
    [InlineData("""{"agent":"TST-001","capability":"fly"}""", "capability")]
    [InlineData("""{"workflow":"onboarding","input":[]}""", "input")]
    public async Task Quote_UnfitRequest_NamesTheField(string body, string field)
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        (await owner.Client.PostTextAsync(Quotes, body, 400)).Says("validation_failed", field);
    }

    [Fact]
    public async Task Run_BegunOnAQuote_ShowsItBesideWhatItCost_AndNoOtherMay()
    {
        var (client, books) = await PricedAsync();
        var quote = await client.PostForAsync(Quotes, new { agent = "TST-001" }, 201);
        var body = new { input = new { }, run = new { quote_id = quote.Text("id") } };

        var run = (await client.PostForAsync(Invoke, body, 202)).Run();
        await books.SpendAsync(books.Scope(run), Entry(7_000));

        var view = await client.GetForAsync($"/api/runs/{run}", 200);
        Assert.Equal((7_000, 13_500), (view.Long("cost_micros"), view.GetProperty("quote").Long("likely_micros")));
        Assert.Equal(run.ToString(), (await client.GetForAsync($"{Quotes}/{quote.Text("id")}", 200)).Text("run_id"));
        (await client.PostForAsync(Invoke, body, 400)).Says("validation_failed", "run.quote_id");
        Assert.Single((await client.GetForAsync("/api/runs", 200)).Items());
    }

    [Fact]
    public async Task Onboarding_BegunOnAQuote_HasIt_AndWithoutOneNone()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var quote = await owner.Client.PostForAsync(Quotes, new { workflow = "onboarding" }, 201);

        var run = (await owner.Client.PostForAsync("/api/onboarding", new { company = new { name = "Chez Marthe" }, run = new { quote_id = quote.Text("id") } }, 202)).Run();

        Assert.Equal(quote.Text("id"), (await owner.Client.GetForAsync($"/api/runs/{run}", 200)).GetProperty("quote").Text("id"));
        var other = (await owner.Client.PostForAsync("/api/onboarding", new { company = new { name = "Chez Marthe" } }, 202)).Run();
        Assert.False((await owner.Client.GetForAsync($"/api/runs/{other}", 200)).TryGetProperty("quote", out _));
    }

    [Fact]
    public async Task TwentyRunsAtOnceOnOneQuote_OneBegins()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var quote = await owner.Client.PostForAsync(Quotes, new { agent = "TST-001" }, 201);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            owner.Client.PostOnceAsync(Invoke, $$$"""{"input":{},"run":{"quote_id":"{{{quote.Text("id")}}}"}}""", $"key-{i}")));

        Assert.Single(answers, a => (int)a.StatusCode == 202);
        Assert.Equal(19, answers.Count(a => (int)a.StatusCode == 400));
        Assert.Single((await owner.Client.GetForAsync("/api/runs", 200)).Items());
    }

    [Fact]
    public async Task Run_OnAnUnfitQuote_IsNotBegun()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var stranger = await api.SignUpWithWorkspaceAsync();
        var another = await owner.Client.PostForAsync(Quotes, new { workflow = "onboarding" }, 201);
        var strangers = await stranger.Client.PostForAsync(Quotes, new { agent = "TST-001" }, 201);
        foreach (var id in new[] { another.Text("id"), strangers.Text("id"), Guid.NewGuid().ToString(), "x" })
            (await owner.Client.PostForAsync(Invoke, new { input = new { }, run = new { quote_id = id } }, 400)).Says("validation_failed", "run.quote_id");

        await stranger.Client.GetForAsync($"{Quotes}/{another.Text("id")}", 404);
        Assert.Empty((await owner.Client.GetForAsync("/api/runs", 200)).Items());
    }

    private static (long, long, long) Figures(JsonElement quote) => (quote.Long("least_micros"), quote.Long("likely_micros"), quote.Long("most_micros"));

    /// <summary>Somebody of the same installation, in a process that knows a model.</summary>
    private async Task<(HttpClient Client, Books Books)> PricedAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var client = api.With(services => services.AddSingleton<IModelPrices, OneModel>()).CreateClient().With("Bearer", owner.AccessToken);
        client.DefaultRequestHeaders.Add("X-Workspace", owner.WorkspaceId.ToString());
        return (client, new(api, owner));
    }

    private sealed class OneModel : IModelPrices
    {
        public ModelPrice? FirstOf(ModelTier tier) => new("house-small", 1, 5, 4_000);
    }
}
