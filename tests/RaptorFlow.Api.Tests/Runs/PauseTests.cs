using RaptorFlow.Api.Tests.Identity;
using static RaptorFlow.Api.Tests.Runs.Hands;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class PauseTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Fact]
    public async Task PauseAndResume_QueuedRun_HoldItAndLetItGoOnOnceEach()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"), Step("b", "a"));

        var paused = await client.PostForAsync($"/api/runs/{run}/pause", new { }, 200);
        Assert.Equal("paused", paused.GetProperty("status").GetString());
        Assert.Equal(["paused", "paused"], paused.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("status").GetString()));
        (await client.PostForAsync($"/api/runs/{run}/pause", new { }, 409)).Says("run_not_pausable");

        var resumed = await client.PostForAsync($"/api/runs/{run}/resume", new { }, 200);
        Assert.Equal("queued", resumed.GetProperty("status").GetString());
        (await client.PostForAsync($"/api/runs/{run}/resume", new { }, 409)).Says("run_not_paused");
        Assert.Single(await hands.EventsAsync(run, "run.paused"));
        Assert.Single(await hands.EventsAsync(run, "run.resumed"));
    }

    [Fact]
    public async Task Pause_TaskAtWork_EndsAndWhatItFreesWaitsForTheResume()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"), Step("b", "a"));
        var claim = await hands.ClaimAsync(run, "a");

        await client.PostForAsync($"/api/runs/{run}/pause", new { }, 200);

        Assert.Equal(["running", "paused"], await hands.StatusesAsync(run));
        await hands.SucceedAsync(claim);
        Assert.Equal(["succeeded", "paused"], await hands.StatusesAsync(run));
        Assert.Equal("running", (await client.PostForAsync($"/api/runs/{run}/resume", new { }, 200)).GetProperty("status").GetString());
        await hands.ClaimAsync(run, "b");
    }

    [Fact]
    public async Task PauseCancelResume_RunThatIsOver_IsRefused()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"));
        await hands.SucceedAsync(run, "a");

        (await client.PostForAsync($"/api/runs/{run}/pause", new { }, 409)).Says("run_not_pausable");
        (await client.PostForAsync($"/api/runs/{run}/resume", new { }, 409)).Says("run_not_paused");
        (await client.PostForAsync($"/api/runs/{run}/cancel", new { }, 409)).Says("run_is_over");
    }

    [Fact]
    public async Task Cancel_PausedRun_EndsIt()
    {
        var (client, hands) = await StartAsync();
        var run = await hands.SubmitAsync(Step("a"));
        await client.PostForAsync($"/api/runs/{run}/pause", new { }, 200);

        Assert.Equal("cancelled", (await client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200)).GetProperty("status").GetString());
        Assert.Equal(["cancelled"], await hands.StatusesAsync(run));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task Change_NoSuchRun_IsNotFound(string action)
    {
        var (client, _) = await StartAsync();
        (await client.PostForAsync($"/api/runs/{Guid.NewGuid()}/{action}", new { }, 404)).Says("run_not_found");
        await client.PostForAsync($"/api/runs/not-an-id/{action}", new { }, 404);
    }

    private async Task<(HttpClient Client, Hands Hands)> StartAsync()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        return (owner.Client, new(api, owner));
    }
}
