using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core;
using RaptorFlow.Core.Models;

namespace RaptorFlow.AgentHost.Models;

/// <summary>Tells the installation how this host's providers are: when that changes, and now and then that it is alive.</summary>
internal sealed partial class ModelReporting(IModelHealth health, InstalledModels installed, HostedGuilds hosted, TimeProvider time, ILogger<ModelReporting> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReportAsync(stoppingToken);
        }
        finally
        {
            await TryAsync(() => installed.RemoveAsync(hosted.Host, CancellationToken.None));
        }
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var (told, at) = ("", 0L);
        do
        {
            var providers = health.Providers;
            var text = CoreJson.Serialize(providers);
            if ((text != told || time.GetElapsedTime(at) >= Sign) && await TryAsync(() => installed.ReportAsync(hosted.Host, new(providers, health.Models), stoppingToken)))
                (told, at) = (text, time.GetTimestamp());
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
            return true;
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException)
        {
            LogUntold(e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "How the models' providers are cannot be reported: {Reason}")]
    private partial void LogUntold(string reason);
}
