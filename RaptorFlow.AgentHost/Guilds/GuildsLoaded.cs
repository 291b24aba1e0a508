using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Ready once the guilds are loaded and registered; a faulted guild is told in the registry and does not make the host unready.</summary>
internal sealed class GuildsLoaded(HostedGuilds hosted) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(hosted.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The guilds are being loaded."));
}
