using RaptorFlow.Api.Tests.Identity;
using static RaptorFlow.Api.Tests.Runs.Hands;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class RetryTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retry_WithoutABody_QueuesWhatDidNotSucceed()
    {
        var (client, hands, run) = await FailedAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/runs/{run}/retry");
        var response = await client.SendAsync(request, Token);
        var started = await ClientExtensions.Expect(response, 202);

        Assert.Equal((run, "queued"), (started.Run(), started.GetProperty("status").GetString()));
        Assert.Equal($"/api/runs/{run}", response.Headers.Location!.ToString());
        Assert.Equal(["succeeded", "queued"], await hands.StatusesAsync(run));
    }

    [Fact]
    public async Task Retry_FromAStepWithCorrectedInput_DoesItAndAllThatBuildsOnIt()
    {
        var (client, hands, run) = await FailedAsync();

        await client.PostForAsync($"/api/runs/{run}/retry", new { from = "a", input = new { n = 2 } }, 202);

        Assert.Equal(["queued", "queued"], await hands.StatusesAsync(run));
        Assert.Equal(2, (await hands.ClaimAsync(run, "a")).RunInput.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Retry_WhatDoesNotFit_IsRefusedWithTheReason()
    {
        var (client, hands, run) = await FailedAsync();

        (await client.PostForAsync($"/api/runs/{Guid.NewGuid()}/retry", new { }, 404)).Says("run_not_found");
        (await client.PostForAsync($"/api/runs/{run}/retry", new { from = "z" }, 404)).Says("step_not_found");
        (await client.PostForAsync($"/api/runs/{run}/retry", new { input = new { extra = 1 } }, 400)).Says("validation_failed", "input");
        await client.PostForAsync($"/api/runs/{run}/retry", new { }, 202);
        (await client.PostForAsync($"/api/runs/{run}/retry", new { }, 409)).Says("run_not_over");
        await client.PostForAsync($"/api/runs/{run}/pause", new { }, 200);
        (await client.PostForAsync($"/api/runs/{run}/retry", new { }, 409)).Says("run_not_over");
        await client.PostForAsync($"/api/runs/{run}/resume", new { }, 200);
        await hands.SucceedAsync(run, "b");
        (await client.PostForAsync($"/api/runs/{run}/retry", new { }, 409)).Says("nothing_to_retry");
    }

    [Fact]
    public async Task Retry_SameKeyTwice_IsDoneOnceAndAnsweredAlike()
    {
        var (client, hands, run) = await FailedAsync();
        var key = Guid.NewGuid().ToString();

        var first = await client.PostOnceAsync($"/api/runs/{run}/retry", """{"from":"a"}""", key);
        var second = await client.PostOnceAsync($"/api/runs/{run}/retry", """{"from":"a"}""", key);
        var other = await client.PostOnceAsync($"/api/runs/{run}/retry", """{"from":"b"}""", key);

        Assert.Equal((await ClientExtensions.Expect(first, 202)).ToString(), (await ClientExtensions.Expect(second, 202)).ToString());
        Assert.Equal((first.Headers.Location, "true"), (second.Headers.Location, Assert.Single(second.Headers.GetValues("Idempotency-Replayed"))));
        (await ClientExtensions.Expect(other, 422)).Says("idempotency_key_reused");
        Assert.Single(await hands.EventsAsync(run, "run.redone"));
    }

    [Fact]
    public async Task Retry_RefusedUnderAKey_MayBeCorrectedUnderTheSame()
    {
        var (client, _, run) = await FailedAsync();
        var key = Guid.NewGuid().ToString();

        await ClientExtensions.Expect(await client.PostOnceAsync($"/api/runs/{run}/retry", """{"from":"z"}""", key), 404);
        await ClientExtensions.Expect(await client.PostOnceAsync($"/api/runs/{run}/retry", """{"from":"a"}""", key), 202);
    }

    [Theory]
    [InlineData("retry", """{"from":""", "malformed_json", "from")]
    [InlineData("retry", """["a"]""", "validation_failed", "body")]
    [InlineData("retry", """{"from":7}""", "validation_failed", "from")]
    [InlineData("retry", """{"from":"a\u0000"}""", "validation_failed", "from")]
    [InlineData("retry", """{"input":[]}""", "validation_failed", "input")]
    [InlineData("retry", """{"input":"text"}""", "validation_failed", "input")]
    [InlineData("retry", """{"input":{"n":1e131072}}""", "validation_failed", "input.n")]
    [InlineData("retry", """{"input":{"t":"\ud800"}}""", "validation_failed", "input.t")]
    [InlineData("fork", """{"from":""", "malformed_json", "from")]
    [InlineData("fork", """{}""", "validation_failed", "from")]
    [InlineData("fork", """{"from":"  "}""", "validation_failed", "from")]
    [InlineData("fork", """{"from":null}""", "validation_failed", "from")]
    [InlineData("fork", """{"from":"a","input":[]}""", "validation_failed", "input")]
    [InlineData("fork", """{"from":"a","input":{"t":"\u0000"}}""", "validation_failed", "input.t")]
    [InlineData("fork", "null", "validation_failed", "body")]
    [InlineData("fork", "", "validation_failed", "body")]
    public async Task Body_Unfit_NamesTheField(string action, string body, string code, string field)
    {
        var (client, hands, run) = await FailedAsync();

        (await client.PostTextAsync($"/api/runs/{run}/{action}", body, 400)).Says(code, field);

        Assert.Equal("failed", (await hands.RunAsync(run)).Status);
        Assert.Single((await client.GetForAsync("/api/runs", 200)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("fork")]
    public async Task Body_NoJson_IsRefusedAsAType(string action)
    {
        var (client, _, run) = await FailedAsync();
        (await client.PostTextAsync($"/api/runs/{run}/{action}", "from=a", 415, "text/plain")).Says("unsupported_media_type");
    }

    [Fact]
    public async Task Fork_FailedRun_IsANewRunWithTheOthersResults()
    {
        var (client, hands, run) = await FailedAsync();

        var forked = (await client.PostForAsync($"/api/runs/{run}/fork", new { from = "b", input = new { n = 5 } }, 202)).Run();

        Assert.NotEqual(run, forked);
        var view = await client.GetForAsync($"/api/runs/{forked}", 200);
        Assert.Equal((run, "queued"), (view.GetProperty("forked_from").GetGuid(), view.GetProperty("status").GetString()));
        var claim = await hands.ClaimAsync(forked, "b");
        Assert.Equal(5, claim.RunInput.GetProperty("n").GetInt32());
        Assert.Equal("a", Assert.Single(claim.Outputs).Output!.Value.GetProperty("made").GetString());
        Assert.Equal(["succeeded", "dead"], await hands.StatusesAsync(run));
    }

    [Fact]
    public async Task Fork_WhatDoesNotFit_IsRefusedWithTheReason()
    {
        var (client, hands, run) = await FailedAsync();
        var open = await hands.SubmitAsync(Step("a"));

        (await client.PostForAsync($"/api/runs/{Guid.NewGuid()}/fork", new { from = "a" }, 404)).Says("run_not_found");
        (await client.PostForAsync($"/api/runs/{run}/fork", new { from = "z" }, 404)).Says("step_not_found");
        (await client.PostForAsync($"/api/runs/{run}/fork", new { from = "a", input = new { extra = 1 } }, 400)).Says("validation_failed", "input");
        (await client.PostForAsync($"/api/runs/{open}/fork", new { from = "a" }, 409)).Says("run_not_over");
        Assert.Equal(2, (await client.GetForAsync("/api/runs", 200)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Fork_SameKeyTwice_IsOneNewRun()
    {
        var (client, _, run) = await FailedAsync();
        var key = Guid.NewGuid().ToString();

        var first = await ClientExtensions.Expect(await client.PostOnceAsync($"/api/runs/{run}/fork", """{"from":"a"}""", key), 202);
        var second = await ClientExtensions.Expect(await client.PostOnceAsync($"/api/runs/{run}/fork", """{"from":"a"}""", key), 202);

        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal([first.Run(), run], (await client.GetForAsync("/api/runs", 200)).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task RetryTwiceAndFork_RunWithATimeLimit_BeginItAnewEachTime()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var run = (await owner.Client.PostForAsync("/api/agents/TST-001/invoke?wait=0", new { input = new { }, run = new { time_limit_seconds = 60 } }, 202)).Run();
        // As if it had been accepted a day ago.
        var hands = new Hands(api, owner);
        await hands.SqlAsync<int>("update runs set created_at = created_at - interval '1 day', deadline = deadline - interval '1 day'");

        for (var i = 0; i < 2; i++)
        {
            await owner.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);
            await owner.Client.PostForAsync($"/api/runs/{run}/retry", new { }, 202);
        }
        await owner.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);
        var forked = (await owner.Client.PostForAsync($"/api/runs/{run}/fork", new { from = "agent" }, 202)).Run();

        Assert.True(await hands.SqlAsync<bool>("select deadline <= now() + interval '60 s' from runs where id = @run", new { run }));
        Assert.True(await hands.SqlAsync<bool>("select deadline - created_at = interval '60 s' from runs where id = @forked", new { forked }));
    }

    [Fact]
    public async Task Retry_RunWhoseEventsWerePruned_HasEventsToPruneAgain()
    {
        var (client, hands, run) = await FailedAsync();
        await hands.SqlAsync<int>("update runs set events_pruned_at = now()");

        await client.PostForAsync($"/api/runs/{run}/retry", new { }, 202);

        Assert.True(await hands.SqlAsync<bool>("select events_pruned_at is null from runs"));
    }

    // The step b died; a third step would take part if the input had anything extra.
    private async Task<(HttpClient Client, Hands Hands, Guid Run)> FailedAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var hands = new Hands(api, owner);
        var run = await hands.SubmitAsync("""{"n":1}""", Step("a"), Step("b", "a"), Step("c") with { When = "input.extra" });
        await hands.SucceedAsync(run, "a", """{"made":"a"}""");
        await hands.DieAsync(run, "b");
        return (owner.Client, hands, run);
    }
}
