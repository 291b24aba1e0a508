using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class TimeoutTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Streams_HaveNoTimeLimit() =>
        Assert.NotNull(Endpoint("/api/runs/{runId:guid}/events").Metadata.GetMetadata<DisableRequestTimeoutAttribute>());

    [Fact]
    public void Waiting_HasALimitBeyondTheLongestWait() =>
        Assert.InRange(Endpoint("/api/agents/{code}/invoke").Metadata.GetRequiredMetadata<RequestTimeoutPolicy>().Timeout!.Value, TimeSpan.FromSeconds(130), TimeSpan.FromMinutes(5));

    [Fact]
    public async Task Requests_BeyondTheirTime_AreGivenUp()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        await using var hurried = api.With(services => services.PostConfigure<RequestTimeoutOptions>(o => o.DefaultPolicy = new() { Timeout = TimeSpan.FromMilliseconds(1) }));
        using var client = hurried.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.Add("X-Workspace", person.WorkspaceId.ToString());
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Token);
        await using var held = await owner.BeginTransactionAsync(Token);
        await using var hold = new NpgsqlCommand("lock table runs in access exclusive mode", owner);
        await hold.ExecuteNonQueryAsync(Token);

        await client.GetForAsync("/api/runs", 504);
    }

    private RouteEndpoint Endpoint(string route) =>
        api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(e => e.RoutePattern.RawText == route);
}
