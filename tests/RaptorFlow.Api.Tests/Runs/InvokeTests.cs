using System.Diagnostics;
using System.Net.Http.Json;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class InvokeTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static readonly object Request = new { input = new { say = "hello" } };

    [Fact]
    public async Task Invoke_NobodyWorksOnIt_IsAcceptedWithWhereToLook()
    {
        var client = (await api.SignUpWithWorkspaceAsync()).Client;

        var accepted = await client.PostForAsync("/api/agents/TST-001/invoke?wait=0", Request, 202);

        var run = await client.GetForAsync(accepted.GetProperty("links").GetProperty("run").GetString()!, 200);
        Assert.Equal("queued", run.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Invoke_ClientGoesAwayAndRepeatsUnderItsKey_IsOneRun()
    {
        var client = (await api.SignUpWithWorkspaceAsync()).Client;
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var impatience = new CancellationTokenSource();
        var first = client.PostAsJsonAsync("/api/agents/TST-001/invoke?wait=100", Request, impatience.Token);
        var accepted = await RunsAsync(client, atLeast: 1);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = await client.PostForAsync("/api/agents/TST-001/invoke?wait=100", Request, 202);

        Assert.Equal(accepted, [second.GetProperty("run_id").GetGuid()]);
        Assert.Equal(accepted, await RunsAsync(client, atLeast: 1));
    }

    [Fact]
    public async Task Invoke_InATrace_TheRunBelongsToIt()
    {
        var client = (await api.SignUpWithWorkspaceAsync()).Client;
        using var work = new Activity("a client's work").SetIdFormat(ActivityIdFormat.W3C).Start();

        var accepted = await client.PostForAsync("/api/agents/TST-001/invoke?wait=0", Request, 202);

        var traced = await client.GetForAsync($"/api/runs/{accepted.GetProperty("run_id").GetGuid()}", 200);
        Assert.Equal(work.TraceId.ToHexString(), traced.GetProperty("trace_id").GetString());
    }

    // The run is there as soon as it is accepted, which the first request does not tell while it waits.
    private static async Task<IReadOnlyList<Guid>> RunsAsync(HttpClient client, int atLeast)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            var runs = (await client.GetForAsync("/api/runs", 200)).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetGuid()).ToList();
            if (runs.Count >= atLeast)
                return runs;
        }
        return [];
    }
}
