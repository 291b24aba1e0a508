using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.ServiceDefaults.Tests;

public sealed class HealthTests(EmbeddedStack stack)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_WithPostgresAndRedis_IsReady()
    {
        await using var app = await StartAsync((await stack.PostgresAsync()).AppConnectionString, (await stack.GarnetAsync()).ConnectionString);

        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, "/health"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, "/alive"));
    }

    [Fact]
    public async Task Health_WithoutPostgres_IsNotReadyButAlive()
    {
        var nowhere = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Embedded.FreePort.Next(), Username = "nobody" };
        await using var app = await StartAsync(nowhere.ConnectionString, (await stack.GarnetAsync()).ConnectionString);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(app, "/health"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, "/alive"));
    }

    [Fact]
    public async Task Health_RedisLostAndBack_IsDegradedInBetween()
    {
        await using var garnet = await EmbeddedGarnet.StartAsync(cancellationToken: Cancelled);
        await using var app = await StartAsync((await stack.PostgresAsync()).AppConnectionString, garnet.ConnectionString + ",connectTimeout=1000,syncTimeout=1000,asyncTimeout=1000");
        Assert.Equal("Healthy", await ReadAsync(app));

        await garnet.KillAsync();
        // Runs are accepted and done without it.
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, "/health"));
        Assert.Equal("Degraded", await ReadAsync(app));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, "/alive"));

        var restored = new TaskCompletionSource();
        app.Services.GetRequiredService<IConnectionMultiplexer>().ConnectionRestored += (_, e) =>
        {
            // The other connection is for subscriptions.
            if (e.ConnectionType == ConnectionType.Interactive)
                restored.TrySetResult();
        };
        await garnet.RestartAsync(Cancelled);
        await restored.Task.WaitAsync(Cancelled);
        Assert.Equal("Healthy", await ReadAsync(app));
    }

    [Fact]
    public async Task Data_WithoutAConnectionString_SaysWhichIsMissing()
    {
        await using var app = await StartAsync(postgres: null, redis: null);

        var missing = Assert.Throws<InvalidOperationException>(() => app.Services.GetRequiredService<NpgsqlDataSource>());

        Assert.Contains("ConnectionStrings__raptorflow", missing.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(string? postgres, string? redis)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["ConnectionStrings:raptorflow"] = postgres;
        builder.Configuration["ConnectionStrings:redis"] = redis;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddRaptorFlowData();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync(Cancelled);
        return app;
    }

    private static async Task<string> ReadAsync(WebApplication app)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return await client.GetStringAsync(new Uri("/health", UriKind.Relative), Cancelled);
    }

    private static async Task<HttpStatusCode> GetAsync(WebApplication app, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return response.StatusCode;
    }
}
