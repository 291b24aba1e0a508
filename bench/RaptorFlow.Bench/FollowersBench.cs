using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Bench;

/// <summary>One run's events to many WebSocket clients of one API, each with a connection of its own: from an event's being stored to a client's having it.</summary>
internal static class FollowersBench
{
    private const int Steps = 10;

    // Long enough for all to have heard of one step before the next one ends.
    private const string Paced = """{"bytes":100,"milliseconds":200}""";

    public static async Task<object> FollowAsync(string postgres, string redis, int followers)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await installation.StartHostAsync(1);
        var api = await installation.StartApiAsync();
        var (token, workspace) = await SignUpAsync(api.Address);
        await using var clients = await Clients.ConnectAsync(api.Address, token, workspace, followers);
        await RunAsync(installation, clients, workspace);
        var before = api.MemoryMb;
        var (delays, last, wall) = await RunAsync(installation, clients, workspace);
        return new
        {
            what = "followers of one run",
            followers,
            events = delays.Count / followers,
            p50_ms = Figures.Percentile(delays, 0.5),
            p95_ms = Figures.Percentile(delays, 0.95),
            p99_ms = Figures.Percentile(delays, 0.99),
            last_client_has_last_event_ms = Math.Round(last, 1),
            deliveries_per_s = Math.Round(delays.Count / wall.TotalSeconds),
            api_memory_mb = before,
        };
    }

    // All follow before it begins, so that every delay is of an event that was sent, and none of one that was looked up.
    private static async Task<(IReadOnlyCollection<double> Delays, double Last, TimeSpan Wall)> RunAsync(Installation installation, Clients clients, Guid workspace)
    {
        var run = await installation.AcceptAsync(workspace, Paced, Installation.Line(Steps));
        var delays = new ConcurrentBag<double>();
        var last = new ConcurrentBag<double>();
        var following = clients.FollowAsync(run.RunId, (type, at) =>
        {
            var delay = (DateTimeOffset.UtcNow - at).TotalMilliseconds;
            delays.Add(delay);
            if (type == EventTypes.RunSucceeded)
                last.Add(delay);
        });
        await Task.Delay(TimeSpan.FromSeconds(3));
        var begun = Stopwatch.GetTimestamp();
        await installation.Bus.PushAsync(run.Ready, CancellationToken.None);
        await following;
        return (delays, last.Max(), Stopwatch.GetElapsedTime(begun));
    }

    private static async Task<(string Token, Guid Workspace)> SignUpAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var token = (await PostAsync("auth/v1/signup", new { email = "somebody@example.com", password = "a long enough password 1" })).GetProperty("access_token").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (token, (await PostAsync("api/workspaces", new { name = "Followed" })).GetProperty("id").GetGuid());

        async Task<JsonElement> PostAsync(string path, object body)
        {
            using var response = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private sealed class Clients(IReadOnlyList<HubConnection> connections) : IAsyncDisposable
    {
        public static async Task<Clients> ConnectAsync(Uri address, string token, Guid workspace, int count)
        {
            var connections = Enumerable.Range(0, count).Select(_ => new HubConnectionBuilder().WithUrl(new Uri(address, $"hubs/runs?workspace={workspace}"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            }).Build()).ToList();
            await Figures.AtOnceAsync(20, count, i => connections[i].StartAsync());
            return new(connections);
        }

        public Task FollowAsync(Guid run, Action<string, DateTimeOffset> told) => Task.WhenAll(connections.Select(async connection =>
        {
            await foreach (var next in connection.StreamAsync<JsonElement>("Follow", run, null))
                told(next.GetProperty("type").GetString()!, next.GetProperty("at").GetDateTimeOffset());
        }));

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in connections)
                await connection.DisposeAsync();
        }
    }
}
