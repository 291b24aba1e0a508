#if !ASPIRE
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace RaptorFlow.ServiceDefaults.Data;

/// <summary>The connections made by hand, as Aspire's client integrations make them.</summary>
internal static class DirectDataConnections
{
    public static void AddDataConnections(this IHostApplicationBuilder builder)
    {
        builder.AddPostgres("raptorflow");
        builder.AddRedis("redis");
    }

    private static void AddPostgres(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.Services.AddSingleton(provider =>
        {
            var source = new NpgsqlDataSourceBuilder(builder.Configuration.Require(connectionName));
            DataConnections.Configure(source);
            source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            return source.Build();
        });
        builder.Services.AddHealthChecks().AddCheck<PostgresHealthCheck>("postgres");
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddNpgsql())
            .WithMetrics(metrics => metrics.AddMeter("Npgsql"));
    }

    private static void AddRedis(this IHostApplicationBuilder builder, string connectionName)
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(provider =>
        {
            var options = ConfigurationOptions.Parse(builder.Configuration.Require(connectionName));
            DataConnections.Configure(options);
            options.LoggerFactory = provider.GetRequiredService<ILoggerFactory>();
            return ConnectionMultiplexer.Connect(options);
        });
        builder.AddRedisHealth();
    }

    private static string Require(this IConfiguration configuration, string connectionName) =>
        configuration.GetConnectionString(connectionName) is { Length: > 0 } connectionString
            ? connectionString
            : throw new InvalidOperationException($"The connection string '{connectionName}' is not set. The AppHost sets it; alone, set ConnectionStrings__{connectionName}.");
}
#endif
