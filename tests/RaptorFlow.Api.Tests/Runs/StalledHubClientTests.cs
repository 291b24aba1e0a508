using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Runs;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Tests.Runs;

/// <summary>A client of the hub that follows a run and never reads its socket, beside one that does.</summary>
public sealed class StalledHubClientTests(WholeApi api) : IClassFixture<WholeApi>
{
    // Together 24 MB: more than the buffers of two sockets hold.
    private const int Progress = 3_000;
    private const int EventBytes = 8_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_ClientThatReadsNothing_IsHeldBackAndCutOffAndCostsOthersNothing()
    {
        var pulled = new PulledEvents();
        await using var watched = Watched(pulled);

        using var stalled = await FollowBesideAReaderAsync(watched, pulled);

        // A stream that nobody held back would end as well, with everything pulled into memory.
        await pulled.Left.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.InRange(pulled.Count, 1, Progress / 2);
    }

    [Fact]
    public async Task Follow_ClientThatReadNothingGoesAway_LeavesItsPlace()
    {
        var pulled = new PulledEvents();
        await using var watched = Watched(pulled);

        (await FollowBesideAReaderAsync(watched, pulled)).Dispose();

        await pulled.Left.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.InRange(pulled.Count, 1, Progress / 2);
    }

    /// <returns>The client that does not read; the other has had every event.</returns>
    private async Task<HubConnection> FollowBesideAReaderAsync(WebApplicationFactory<Problem> watched, PulledEvents pulled)
    {
        var person = await api.SignUpWithWorkspaceAsync();
        var run = (await person.Client.PostForAsync("/api/onboarding", new { company = new { name = "Acme" } }, 202)).Run();
        var address = watched.ClientOptions.BaseAddress;
        var stalled = await HubConnection.OpenAsync(address, person.AccessToken, person.WorkspaceId, $"&{PulledEvents.Mark}=1");
        await stalled.FollowAsync(run, 0);
        await pulled.Begun.WaitAsync(TimeSpan.FromSeconds(20), Token);
        using var reader = await HubConnection.OpenAsync(address, person.AccessToken, person.WorkspaceId, "");
        var numbers = reader.NumbersAsync(run, 0);

        await new Hands(api, person).SqlAsync<int>("""
            with counted as (update runs set event_seq = event_seq + @Progress where id = @Run returning id, workspace_id, event_seq - @Progress as base)
            insert into run_events (workspace_id, run_id, seq, type, data)
            select workspace_id, id, base + n, 'task.progress', jsonb_build_object('message', repeat('x', @EventBytes)) from counted, generate_series(1, @Progress) as n
            """, new { Run = run, Progress, EventBytes });
        await person.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);

        Assert.Equal(Enumerable.Range(1, Progress + 3).Select(n => (long)n), await numbers);
        return stalled;
    }

    /// <summary>Another process of the API, whose hub counts what is pulled for a client that is marked.</summary>
    private WebApplicationFactory<Problem> Watched(PulledEvents pulled)
    {
        var watched = api.With(services => services.Configure<HubOptions<RunHub>>(hub =>
        {
            hub.AddFilter(pulled);
            // It does not ping, and is to be cut for what it does not read.
            hub.ClientTimeoutInterval = TimeSpan.FromMinutes(10);
        }));
        watched.UseKestrel();
        watched.StartServer();
        return watched;
    }

    private sealed class PulledEvents : IHubFilter
    {
        public const string Mark = "stalls";

        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Begun => _begun.Task;

        /// <summary>Done when the stream has ended and its place at the run's tail is given back.</summary>
        public Task Left => _left.Task;

        public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            var events = await next(invocationContext);
            return invocationContext.Context.GetHttpContext()!.Request.Query.ContainsKey(Mark) ? CountAsync((IAsyncEnumerable<RunEvent>)events!) : events;
        }

        private async IAsyncEnumerable<RunEvent> CountAsync(IAsyncEnumerable<RunEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            _begun.TrySetResult();
            try
            {
                await foreach (var next in events.WithCancellation(cancellationToken))
                {
                    Interlocked.Increment(ref _count);
                    yield return next;
                }
            }
            finally
            {
                _left.TrySetResult();
            }
        }
    }
}
