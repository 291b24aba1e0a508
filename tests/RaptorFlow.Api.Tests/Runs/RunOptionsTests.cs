using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class RunOptionsTests(WholeApi api) : IClassFixture<WholeApi>
{
    private const string Invoke = "/api/agents/TST-001/invoke?wait=0";
    private const string Onboarding = "/api/onboarding";

    [Theory]
    [InlineData(Invoke)]
    [InlineData(Onboarding)]
    public async Task Start_WithOptions_TheRunHasThem(string path)
    {
        var owner = await api.SignUpWithWorkspaceAsync();

        var run = (await owner.Client.PostTextAsync(path, Body("""{"priority":"critical","time_limit_seconds":60,"budget_micros":0}"""), 202)).Run();

        var view = await owner.Client.GetForAsync($"/api/runs/{run}", 200);
        Assert.Equal("critical", view.GetProperty("priority").GetString());
        // Postgres counts in microseconds.
        Assert.Equal(60, (view.GetProperty("deadline").GetDateTimeOffset() - view.GetProperty("created_at").GetDateTimeOffset()).TotalSeconds, 0.001);
        Assert.Equal(0, await BudgetAsync(owner, run));
    }

    [Theory]
    [InlineData(Invoke, "{}")]
    [InlineData(Onboarding, "{}")]
    [InlineData(Invoke, "null")]
    [InlineData(Onboarding, """{"priority":null,"time_limit_seconds":null,"budget_micros":null}""")]
    public async Task Start_WithoutOptions_IsNormalAndUnlimited(string path, string options)
    {
        var owner = await api.SignUpWithWorkspaceAsync();

        var run = (await owner.Client.PostTextAsync(path, Body(options), 202)).Run();

        var view = await owner.Client.GetForAsync($"/api/runs/{run}", 200);
        Assert.Equal("normal", view.GetProperty("priority").GetString());
        Assert.False(view.TryGetProperty("deadline", out _));
        Assert.Null(await BudgetAsync(owner, run));
    }

    [Theory]
    [InlineData("""{"priority":"low"}""")]
    [InlineData("""{"priority":"high"}""")]
    [InlineData("""{"time_limit_seconds":1}""")]
    [InlineData("""{"time_limit_seconds":7776000}""")]
    [InlineData("""{"budget_micros":9223372036854775807}""")]
    public async Task Start_AtTheBounds_IsAccepted(string options)
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        await owner.Client.PostTextAsync(Invoke, Body(options), 202);
    }

    [Theory]
    [InlineData("""{"priority":"urgent"}""", "run.priority")]
    [InlineData("""{"priority":""}""", "run.priority")]
    [InlineData("""{"priority":"2"}""", "run.priority")]
    [InlineData("""{"priority":2}""", "run.priority")]
    [InlineData("""{"priority":"low, high"}""", "run.priority")]
    [InlineData("""{"priority":["high"]}""", "run.priority")]
    [InlineData("""{"time_limit_seconds":0}""", "run.time_limit_seconds")]
    [InlineData("""{"time_limit_seconds":-60}""", "run.time_limit_seconds")]
    [InlineData("""{"time_limit_seconds":7776001}""", "run.time_limit_seconds")]
    [InlineData("""{"time_limit_seconds":1.5}""", "run.time_limit_seconds")]
    [InlineData("""{"time_limit_seconds":"60"}""", "run.time_limit_seconds")]
    [InlineData("""{"budget_micros":-1}""", "run.budget_micros")]
    [InlineData("""{"budget_micros":9223372036854775808}""", "run.budget_micros")]
    [InlineData("""{"budget_micros":true}""", "run.budget_micros")]
    [InlineData("\"high\"", "run")]
    [InlineData("[]", "run")]
    public async Task Start_UnfitOptions_NamesTheField(string options, string field)
    {
        var owner = await api.SignUpWithWorkspaceAsync();

        (await owner.Client.PostTextAsync(Invoke, Body(options), 400)).Says("validation_failed", field);
        (await owner.Client.PostTextAsync(Onboarding, Body(options), 400)).Says("validation_failed", field);

        Assert.Empty((await owner.Client.GetForAsync("/api/runs", 200)).GetProperty("items").EnumerateArray());
    }

    // What an agent and an on-boarding are asked with, in one.
    private static string Body(string options) => $$"""{"input":{},"company":{"name":"Chez Marthe"},"run":{{options}}}""";

    private Task<long?> BudgetAsync(Person owner, Guid run) =>
        new Hands(api, owner).SqlAsync<long?>("select limit_micros from budgets where scope = 'run' and scope_id = @Run", new { Run = run.ToString() });
}
