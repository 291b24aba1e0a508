#if ASPIRE
using Microsoft.Extensions.Hosting;

namespace RaptorFlow.ServiceDefaults.Data;

/// <summary>The connections through Aspire's client integrations, which bring health checks and telemetry along.</summary>
internal static class AspireDataConnections
{
    public static void AddDataConnections(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource("raptorflow", configureDataSourceBuilder: DataConnections.Configure);
        // Its health check would make a process without Redis unready.
        builder.AddRedisClient("redis", settings => settings.DisableHealthChecks = true, DataConnections.Configure);
        builder.AddRedisHealth();
    }
}
#endif
