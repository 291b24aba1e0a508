using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RaptorFlow.Api.Tests.Runs;

namespace RaptorFlow.Api.Tests.Identity;

public sealed class QueryTokenTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_InTheQuery_OpensTheEventsOfRunsAndNothingElse()
    {
        var (person, run) = await CancelledRunAsync();
        using var anonymous = new HttpClient { BaseAddress = api.Address };
        var query = $"?access_token={person.AccessToken}&workspace={person.WorkspaceId}";

        Assert.Contains("run.cancelled", await anonymous.GetStringAsync($"/api/runs/{run}/events{query}", Token), StringComparison.Ordinal);
        await anonymous.GetForAsync($"/api/runs/{run}{query}", 401);
        await anonymous.GetForAsync($"/api/runs{query}", 401);
        await anonymous.GetForAsync($"/api/workspaces{query}", 401);
        await anonymous.GetForAsync($"/api/runs/{run}/events?access_token={person.AccessToken}x&workspace={person.WorkspaceId}", 401);
        using var hub = await HubConnection.OpenAsync(api, null, person.WorkspaceId, $"&access_token={person.AccessToken}");
        Assert.Equal([1, 2, 3], await hub.NumbersAsync(run, 0));
    }

    [Fact]
    public async Task ApiKey_InTheQuery_IsRefused()
    {
        var (person, run) = await CancelledRunAsync();
        var (_, key) = await person.CreateKeyAsync("runs:read");
        using var anonymous = new HttpClient { BaseAddress = api.Address };

        await anonymous.GetForAsync($"/api/runs/{run}/events?access_token={key}", 401);
    }

    [Fact]
    public async Task Token_InTheQuery_IsNeitherLoggedNorTraced()
    {
        var (person, run) = await CancelledRunAsync();
        using var lines = new Lines();
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var listened = api.With(services => services.AddLogging(logging => logging.AddProvider(lines).AddFilter<Lines>(null, LogLevel.Information)));
        using var client = listened.CreateClient();
        var secret = person.AccessToken;

        await client.GetStringAsync($"/api/runs/{run}/events?access_token={secret}&workspace={person.WorkspaceId}", Token);
        await client.GetForAsync($"/api/runs/{run}/events?access_token={secret}x&workspace={person.WorkspaceId}", 401);
        await client.GetForAsync($"/api/runs/{Guid.NewGuid()}/events?access_token={secret}&workspace={person.WorkspaceId}", 404);

        Assert.NotEmpty(lines.Seen);
        Assert.DoesNotContain(lines.Seen, line => line.Contains(secret, StringComparison.Ordinal));
        Assert.Contains(traced, line => line.Contains("/events", StringComparison.Ordinal));
        Assert.DoesNotContain(traced, line => line.Contains(secret, StringComparison.Ordinal));
    }

    private async Task<(Person Person, Guid Run)> CancelledRunAsync()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        var run = (await person.Client.PostForAsync("/api/onboarding", new { company = new { name = "Acme" } }, 202)).GetProperty("run_id").GetGuid();
        await person.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);
        return (person, run);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Seen.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Seen.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
