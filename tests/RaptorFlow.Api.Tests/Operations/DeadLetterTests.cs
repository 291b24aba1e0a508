using System.Text.Json;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Runs;
using static RaptorFlow.Api.Tests.Runs.Hands;

namespace RaptorFlow.Api.Tests.Operations;

public sealed class DeadLetterTests(WholeApi api) : IClassFixture<WholeApi>
{
    private const string Path = "/api/ops/dead-letters";

    [Fact]
    public async Task Get_DeadTask_HasItsInputErrorAndAttempts()
    {
        var (client, _, run, task) = await DieAsync();

        var letter = await client.GetForAsync($"{Path}/{task}", 200);

        Assert.Equal((run, "failed", "b", "TST-001", "invalid_input", "it broke"), (letter.GetProperty("run_id").GetGuid(), Text(letter, "run_status"), Text(letter, "step"),
            Text(letter, "agent"), Text(letter, "cause"), Text(letter, "error")));
        Assert.Equal("a", letter.GetProperty("input").GetProperty("of").GetProperty("made").GetString());
        var attempt = Assert.Single(letter.GetProperty("history").EnumerateArray());
        Assert.Equal(("a host", "dead"), (Text(attempt, "host"), Text(attempt, "outcome")));
    }

    [Fact]
    public async Task List_DeadTasks_NewestFirstByFilterAndPage()
    {
        var (client, hands, _, first) = await DieAsync();
        var run = await hands.SubmitAsync(Step("x"));
        var second = await hands.DieAsync(run, "x", "no answer", FailureCause.ApprovalExpired);

        Assert.Equal([second, first], Ids(await client.GetForAsync(Path, 200)));
        Assert.Equal([first], Ids(await client.GetForAsync($"{Path}?cause=invalid_input&agent=TST-001", 200)));
        Assert.Empty(Ids(await client.GetForAsync($"{Path}?agent=TST-002", 200)));
        var page = await client.GetForAsync($"{Path}?limit=1", 200);
        Assert.Equal([second], Ids(page));
        var rest = await client.GetForAsync($"{Path}?limit=1&cursor={Text(page, "next_cursor")}", 200);
        Assert.Equal([first], Ids(rest));
        Assert.False(rest.TryGetProperty("next_cursor", out _));
    }

    [Fact]
    public async Task List_LastOfThePageRetriedMeanwhile_GoesOnBehindIt()
    {
        var (client, hands, _, first) = await DieAsync();
        var second = await hands.DieAsync(await hands.SubmitAsync(Step("x")), "x");
        var page = await client.GetForAsync($"{Path}?limit=1", 200);
        await client.PostForAsync($"{Path}/{second}/retry", new { }, 202);

        Assert.Equal([first], Ids(await client.GetForAsync($"{Path}?limit=1&cursor={Text(page, "next_cursor")}", 200)));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=here", "cursor")]
    [InlineData("cause=boredom", "cause")]
    [InlineData("agent=%00", "agent")]
    public async Task List_UnfitQuery_NamesTheField(string query, string field)
    {
        var client = (await api.SignUpWithWorkspaceAsync()).Client;
        (await client.GetForAsync($"{Path}?{query}", 400)).Says("validation_failed", field);
    }

    [Fact]
    public async Task Retry_DeadTask_QueuesItsStepAndTakesItOffTheList()
    {
        var (client, hands, run, task) = await DieAsync();

        var started = await client.PostForAsync($"{Path}/{task}/retry", new { }, 202);

        Assert.Equal((run, "queued"), (started.Run(), Text(started, "status")));
        Assert.Equal(["succeeded", "queued"], await hands.StatusesAsync(run));
        (await client.GetForAsync($"{Path}/{task}", 404)).Says("dead_letter_not_found");
        (await client.PostForAsync($"{Path}/{task}/retry", new { }, 404)).Says("dead_letter_not_found");
    }

    [Fact]
    public async Task Retry_SameKeyTwice_IsDoneOnceAndAnsweredAlike()
    {
        var (client, hands, run, task) = await DieAsync();
        var key = Guid.NewGuid().ToString();

        var first = await client.PostOnceAsync($"{Path}/{task}/retry", "", key);
        var second = await client.PostOnceAsync($"{Path}/{task}/retry", "", key);

        Assert.Equal((await ClientExtensions.Expect(first, 202)).ToString(), (await ClientExtensions.Expect(second, 202)).ToString());
        Assert.Equal($"/api/runs/{run}", second.Headers.Location!.ToString());
        Assert.Single(await hands.EventsAsync(run, "run.redone"));
    }

    [Fact]
    public async Task Retry_UnderAKey_KeepsItsAnswerInTheTransactionOfTheWork()
    {
        var (client, hands, run, task) = await DieAsync();

        await client.PostOnceAsync($"{Path}/{task}/retry", "", Guid.NewGuid().ToString());

        // Rows of one transaction have the same xmin.
        Assert.True(await hands.SqlAsync<bool>("select k.xmin = e.xmin from idempotency_keys k, run_events e where e.run_id = @run and e.type = 'run.redone'", new { run }));
    }

    [Fact]
    public async Task Retry_RunGoesOn_IsRefused()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a") with { Optional = true }, Step("b"));
        var task = await hands.DieAsync(run, "a");

        (await client.PostForAsync($"{Path}/{task}/retry", new { }, 409)).Says("run_not_over");
    }

    [Fact]
    public async Task Retry_NobodyBringsTheAgent_IsRefusedWithTheReason()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"), Step("b") with { Agent = Nobody, Optional = true });
        await hands.SucceedAsync(run, "a");

        (await client.PostForAsync($"{Path}/{await hands.TaskAsync(run, "b")}/retry", new { }, 409)).Says("agent_unserved");
        Assert.Equal("succeeded", (await hands.RunAsync(run)).Status);
    }

    [Fact]
    public async Task Discard_DeadTask_TakesItOffTheListOnceAndKeepsItInItsRun()
    {
        var (client, hands, run, task) = await DieAsync();

        await client.SendForAsync(HttpMethod.Delete, $"{Path}/{task}", null, 204);

        Assert.Empty(Ids(await client.GetForAsync(Path, 200)));
        (await client.GetForAsync($"{Path}/{task}", 404)).Says("dead_letter_not_found");
        (await client.SendForAsync(HttpMethod.Delete, $"{Path}/{task}", null, 404)).Says("dead_letter_not_found");
        (await client.PostForAsync($"{Path}/{task}/retry", new { }, 404)).Says("dead_letter_not_found");
        Assert.Equal(["succeeded", "dead"], await hands.StatusesAsync(run));
        Assert.Single(await hands.EventsAsync(run, "task.discarded"));
        // The run itself may still be taken up.
        await client.PostForAsync($"/api/runs/{run}/retry", new { }, 202);
    }

    [Fact]
    public async Task Routes_TaskThatIsNotDead_AnswerAsIfItWereNot()
    {
        var (client, hands) = await StartAsync();
        var task = await hands.TaskAsync(await hands.SubmitAsync(Step("a")), "a");

        await client.GetForAsync($"{Path}/{task}", 404);
        await client.PostForAsync($"{Path}/{task}/retry", new { }, 404);
        await client.SendForAsync(HttpMethod.Delete, $"{Path}/{task}", null, 404);
    }

    [Fact]
    public async Task List_OfAnotherWorkspace_ShowsNothingOfIt()
    {
        var (_, _, _, task) = await DieAsync();
        var stranger = (await api.SignUpWithWorkspaceAsync()).Client;

        Assert.Empty(Ids(await stranger.GetForAsync(Path, 200)));
        Assert.Empty(Ids(await stranger.GetForAsync($"{Path}?cursor={DateTimeOffset.MaxValue.UtcTicks}-{task:N}", 200)));
    }

    private async Task<(HttpClient Client, Hands Hands)> StartAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        return (owner.Client, new(api, owner));
    }

    private async Task<(HttpClient Client, Hands Hands, Guid Run, Guid Task)> DieAsync()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"), Step("b") with { Inputs = new Dictionary<string, string> { ["of"] = "steps.a" } });
        await hands.SucceedAsync(run, "a", """{"made":"a"}""");
        return (client, hands, run, await hands.DieAsync(run, "b"));
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static IReadOnlyList<Guid> Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(l => l.GetProperty("id").GetGuid())];
}
