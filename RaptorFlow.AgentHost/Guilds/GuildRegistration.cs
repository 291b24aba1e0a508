using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Loads the guilds at start, keeps the registry told of what this host has, and that it is alive.</summary>
internal sealed partial class GuildRegistration(
    GuildFolders folders, HostedGuilds hosted, AgentRegistry registry, TimeProvider time, ILogger<GuildRegistration> logger)
    : BackgroundService
{
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await KeepAsync(stoppingToken);
        }
        finally
        {
            await LeaveAsync();
        }
    }

    private async Task KeepAsync(CancellationToken stoppingToken)
    {
        var changed = hosted.Changed;
        var rows = await LoadAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await changed.WaitAsync(Sign, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // A host that could not reach the registry for minutes may have been cleared from it.
                if (!changed.IsCompleted && await registry.TouchAsync(hosted.Host, stoppingToken) >= rows)
                    continue;
                var next = hosted.Changed;
                rows = await registry.RegisterAsync(hosted.Host, hosted.Reports(), stoppingToken);
                changed = next;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
            {
                Unreachable(logger, e.Message);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    // In a method of its own: one that goes on for the host's whole life must not hold its first guilds.
    private async Task<int> LoadAsync(CancellationToken cancellationToken)
    {
        var guilds = await folders.LoadAsync();
        var rows = await registry.RegisterAsync(hosted.Host, [.. guilds.Select(g => g.Report)], cancellationToken);
        hosted.Loaded(guilds);
        return rows;
    }

    private async Task LeaveAsync()
    {
        try
        {
            await registry.UnregisterAsync(hosted.Host, CancellationToken.None);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
        {
            Unreachable(logger, e.Message);
        }
        await hosted.RemoveAllAsync(CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The registry cannot be reached: {Reason}")]
    private static partial void Unreachable(ILogger logger, string reason);
}
