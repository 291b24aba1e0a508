#if ASPIRE
using Microsoft.Extensions.Hosting;

namespace RaptorFlow.ServiceDefaults.Data;

/// <summary>The connections through Aspire's client integrations, which bring health checks and telemetry along.</summary>
internal static class AspireDataConnections
{
    public static void AddDataConnections(this IHostApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource("raptorflow");
        builder.AddRedisClient("redis", configureOptions: options => options.AbortOnConnectFail = false);
    }
}
#endif
