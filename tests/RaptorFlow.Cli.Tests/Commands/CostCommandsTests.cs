using System.Text.Json.Nodes;

namespace RaptorFlow.Cli.Tests.Commands;

public class CostCommandsTests
{
    private const string Budgets = "/api/costs/budgets";

    [Theory]
    [InlineData("costs", "--since", "x")]
    [InlineData("budgets", "set")]
    [InlineData("budgets", "set", "many")]
    [InlineData("budgets", "set", "1", "--run", "r1", "--campaign", "c1")]
    [InlineData("budgets", "lift", "--run", "r1", "--month", "2026-11")]
    [InlineData("quote")]
    [InlineData("quote", "onboarding", "--agent", "RES-001")]
    public async Task Run_Misused_ExitsWithTwo(params string[] arguments)
    {
        using var cli = new TestCli();

        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.NotEmpty(cli.Error.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Costs_Report_IsALineEachAndTheTotal(bool interactive)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["GET /api/costs"] = (200, new() { ["items"] = new JsonArray(Row("RES-001", 1_500_000), Row(null, 20, "\u001b[2J[b]x")), ["keys"] = 3, ["total"] = Row(null, 1_500_021) });
        using var cli = new TestCli(api.Address) { Interactive = interactive };

        Assert.Equal(0, await cli.RunAsync("costs", "--by", "agent", "--from", "2026-11-01", "--to", "2026-11-30&x"));

        Assert.Equal("?by=agent&from=2026-11-01&to=2026-11-30%26x", api.Single("GET", "/api/costs").Query);
        Assert.Contains("1 cheaper ones are left out", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', cli.Out.ToString());
        Assert.Contains("[2J[b]x", cli.Out.ToString(), StringComparison.Ordinal);
        if (!interactive)
            Assert.Equal(["RES-001\t\t1.50 USD\t0 USD\t2\t3\t10\t5", "none\t[2J[b]x\t0.00002 USD\t0 USD\t2\t3\t10\t5", "total\t\t1.500021 USD\t0 USD\t2\t3\t10\t5"], Lines(cli));
    }

    [Fact]
    public async Task Budgets_List_SaysWhichAreDefaults()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"GET {Budgets}"] = (200, new() { ["items"] = new JsonArray(Budget("workspace_month", "2026-11", isDefault: true), Budget("run", "r1")) });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("budgets"));

        Assert.Equal(["workspace_month\t2026-11\t10.00 USD (default)\t4.00 USD\t1.00 USD\t5.00 USD", "run\tr1\t10.00 USD\t4.00 USD\t1.00 USD\t5.00 USD"], Lines(cli));
    }

    [Theory]
    [InlineData("workspace_month/current")]
    [InlineData("workspace_month/2026-12", "--month", "2026-12")]
    [InlineData("campaign/c1", "--campaign", "c1")]
    [InlineData("run/r1", "--run", "r1")]
    public async Task Budgets_SetAndLift_AreOfTheOneMeant(string budget, params string[] target)
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers[$"PUT {Budgets}/{budget}"] = (200, Budget("run", "r1"));
        api.Answers[$"DELETE {Budgets}/{budget}"] = (204, []);
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync(["budgets", "set", "12.5", .. target]));
        Assert.Equal(0, await cli.RunAsync(["budgets", "lift", .. target]));

        var limit = api.Single("PUT", $"{Budgets}/{budget}").Body!["limit"]!;
        Assert.Equal((12.5m, "USD"), (limit["amount"]!.GetValue<decimal>(), limit["currency"]!.GetValue<string>()));
        Assert.Equal(["run r1: 10.00 USD, of which 4.00 USD are spent.", "Lifted."], Lines(cli));
    }

    [Fact]
    public async Task Budgets_SetUnfit_ExitsWithOneAndTellsWhy()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Problems[$"{Budgets}/run/r9"] = (400, new() { ["title"] = "Bad Request", ["detail"] = "id: There is no such run in this workspace.", ["error_code"] = "validation_failed" });
        using var cli = new TestCli(api.Address);

        Assert.Equal(1, await cli.RunAsync("budgets", "set", "1", "--run", "r9"));
        Assert.Contains("There is no such run", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quote_OfAWorkflow_IsALineAStepAndHowToBeginOnIt()
    {
        await using var api = await ScriptedApi.StartAsync();
        api.Answers["POST /api/costs/quotes"] = (201, new()
        {
            ["id"] = "q1", ["workflow"] = "onboarding", ["least_micros"] = 2_000, ["likely_micros"] = 13_500, ["most_micros"] = 88_000,
            ["steps"] = new JsonArray(new JsonObject { ["step"] = "market", ["agent"] = "RES-001", ["basis"] = "catalogue", ["model"] = "small", ["least_micros"] = 2_000, ["likely_micros"] = 13_500, ["most_micros"] = 88_000 }),
        });
        using var cli = new TestCli(api.Address);

        Assert.Equal(0, await cli.RunAsync("quote", "onboarding", "--input", """{"metrics":{}}"""));

        Assert.NotNull(api.Single("POST", "/api/costs/quotes").Body!["input"]!["metrics"]);
        Assert.Equal(
            ["market\tRES-001\t0.002 USD\t0.0135 USD\t0.088 USD\tthe price of small", "total\tonboarding\t0.002 USD\t0.0135 USD\t0.088 USD\t", "Begin on it: --quote q1"], Lines(cli));
    }

    private static JsonObject Row(string? key, long cost, string? name = null) => new()
    {
        ["key"] = key, ["name"] = name, ["calls"] = new JsonObject { ["provider"] = 2, ["cache"] = 1, ["record"] = 2, ["draft"] = 0 },
        ["input_tokens"] = 10, ["output_tokens"] = 5, ["cost_micros"] = cost, ["saved_micros"] = 0,
    };

    private static JsonObject Budget(string scope, string id, bool isDefault = false) => new()
    {
        ["scope"] = scope, ["id"] = id, ["limit_micros"] = 10_000_000, ["is_default"] = isDefault, ["spent_micros"] = 4_000_000, ["held_micros"] = 1_000_000, ["left_micros"] = 5_000_000,
    };

    private static string[] Lines(TestCli cli) => cli.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
