using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

/// <summary>What the hub refuses, and that it serves many; what it is for, is tried with @microsoft/signalr.</summary>
public sealed class RunHubTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_Event_LooksAsOverTheEventsEndpoint()
    {
        var (person, run) = await CancelledRunAsync();
        using var hub = await HubConnection.OpenAsync(api, person);
        await hub.FollowAsync(run, 0);

        var overHub = (await hub.NextAsync()).Event!.Value;

        var stream = await person.Client.GetStringAsync(new Uri($"/api/runs/{run}/events", UriKind.Relative), Token);
        var data = stream.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        Assert.Equal(JsonElement.Parse(data).GetRawText(), overHub.GetRawText());
    }

    [Fact]
    public async Task Follow_ManyConnections_AllHearTheEnd()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        var run = await StartAsync(person);
        var hubs = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => HubConnection.OpenAsync(api, person)));
        var numbers = hubs.Select(hub => hub.NumbersAsync(run, 0)).ToList();

        await person.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);

        Assert.All(await Task.WhenAll(numbers), n => Assert.Equal([1, 2, 3], n));
        Array.ForEach(hubs, hub => hub.Dispose());
    }

    [Fact]
    public async Task Follow_MemberRemovedMeanwhile_IsRefused()
    {
        var (owner, run) = await CancelledRunAsync();
        var guest = await api.SignUpWithWorkspaceAsync();
        await owner.InviteAsync(guest, "viewer");
        using var hub = await HubConnection.OpenAsync(api, guest);
        Assert.Equal([1, 2, 3], await hub.NumbersAsync(run, 0));

        await owner.RemoveAsync(guest);

        await hub.FollowAsync(run, 0);
        Assert.EndsWith("may no longer be read with this connection.", (await hub.NextAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_ApiKeyThatMay_IsServedUntilItIsRevoked()
    {
        var (owner, run) = await CancelledRunAsync();
        var (id, key) = await owner.CreateKeyAsync("runs:read");
        using var hub = await HubConnection.OpenAsync(api, key, owner.WorkspaceId);
        Assert.Equal([3], await hub.NumbersAsync(run, 2));

        await owner.RevokeKeyAsync(id);

        await hub.FollowAsync(run, 0);
        Assert.NotNull((await hub.NextAsync()).Error);
    }

    [Fact]
    public async Task Connect_WhoMayNot_IsRefused()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var stranger = await api.SignUpWithWorkspaceAsync();
        var (_, key) = await owner.CreateKeyAsync("memory:read");

        await RefusedAsync(HttpStatusCode.Unauthorized, null, owner.WorkspaceId);
        await RefusedAsync(HttpStatusCode.Unauthorized, "garbage", owner.WorkspaceId);
        await RefusedAsync(HttpStatusCode.NotFound, stranger.AccessToken, owner.WorkspaceId);
        await RefusedAsync(HttpStatusCode.Forbidden, key, owner.WorkspaceId);
    }

    [Fact]
    public async Task Send_MessageBeyondAllMeasure_ClosesTheConnection()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        using var hub = await HubConnection.OpenAsync(api, person);

        await hub.FollowAsync(new string('x', 8192), 0);

        // SignalR says why in a last message.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await hub.NextAsync() is { Error: null })
            {
            }
        });
    }

    [Fact]
    public void Connections_HaveNoTimeLimit() =>
        Assert.All(api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/hubs/", StringComparison.Ordinal)),
            e => Assert.NotNull(e.Metadata.GetMetadata<DisableRequestTimeoutAttribute>()));

    private async Task RefusedAsync(HttpStatusCode expected, string? credential, Guid workspace) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<HttpRequestException>(() => HubConnection.OpenAsync(api, credential, workspace))).StatusCode);

    private async Task<(Person Owner, Guid Run)> CancelledRunAsync()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        var run = await StartAsync(person);
        await person.Client.PostForAsync($"/api/runs/{run}/cancel", new { }, 200);
        return (person, run);
    }

    private static async Task<Guid> StartAsync(Person person) =>
        (await person.Client.PostForAsync("/api/onboarding", new { company = new { name = "Acme" } }, 202)).GetProperty("run_id").GetGuid();
}
