using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RaptorFlow.ServiceDefaults.Data;
using RaptorFlow.ServiceDefaults.Health;
using RaptorFlow.ServiceDefaults.Telemetry;

namespace RaptorFlow.ServiceDefaults;

/// <summary>What every process of the product has in common.</summary>
public static class HostDefaults
{
    /// <summary>Telemetry, health checks, service discovery, and resilience of HTTP clients.</summary>
    /// <remarks>
    /// The standard resilience handler ends a request after 30 seconds, retries included; a client that talks to
    /// something slower replaces it.
    /// </remarks>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddConsoleFormat();
        builder.AddTelemetry();
        builder.AddLiveness();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// An <c>NpgsqlDataSource</c> from the connection string <c>raptorflow</c> and an <c>IConnectionMultiplexer</c> from
    /// <c>redis</c>, each with a health check and telemetry. Neither need be there when the process starts.
    /// </summary>
    public static TBuilder AddRaptorFlowData<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddDataConnections();
        return builder;
    }

    /// <summary><c>/health</c>: ready to serve, with all it cannot do without; 200 also when degraded, without Redis. <c>/alive</c>: running, whatever else is not.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth();
        return app;
    }
}
