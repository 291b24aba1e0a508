using Microsoft.Extensions.Options;
using RaptorFlow.AgentHost.Execution;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Loads the guilds at start, reports them to the registry, and keeps saying that this host is alive.</summary>
internal sealed partial class GuildRegistration(
    GuildLoader loader, HostedGuilds hosted, AgentRegistry registry, IOptions<AgentHostOptions> options, IOptions<PluginOptions> plugins, TimeProvider time, ILogger<GuildRegistration> logger)
    : BackgroundService
{
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var guilds = await loader.LoadAsync(plugins.Value.Folder, options.Value.Guilds);
        await registry.RegisterAsync(hosted.Host, guilds, stoppingToken);
        hosted.Loaded(guilds);
        using var timer = new PeriodicTimer(Sign, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // A host that could not reach the registry for minutes may have been cleared from it.
                if (await registry.TouchAsync(hosted.Host, stoppingToken) < guilds.Count)
                    await registry.RegisterAsync(hosted.Host, guilds, stoppingToken);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
            {
                Unreachable(logger, e.Message);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await registry.UnregisterAsync(hosted.Host, cancellationToken);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
        {
            Unreachable(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The registry cannot be reached: {Reason}")]
    private static partial void Unreachable(ILogger logger, string reason);
}
