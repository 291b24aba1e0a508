using Microsoft.Extensions.Options;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Looks at the plugins folder when the system tells of a change there, and now and then without.</summary>
internal sealed partial class GuildWatch(GuildFolders folders, HostedGuilds hosted, IOptions<PluginOptions> plugins, TimeProvider time, ILogger<GuildWatch> logger) : BackgroundService
{
    private volatile TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FileSystemWatcher? _watcher;
    private volatile bool _blind = true;

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!plugins.Value.Watch)
            return;
        await hosted.LoadedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_blind)
                Watch();
            // Taken before the look: what is told during it is worth another one.
            var told = _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (await LookAsync(stoppingToken))
                await told.Task.WaitAsync(plugins.Value.Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(plugins.Value.Settle, time, stoppingToken);
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await folders.LookAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A bug, or a file system in trouble: what is served goes on, and the next look may see more.
            LookFailed(logger, plugins.Value.Folder, e);
            return true;
        }
    }

    private void Watch()
    {
        _watcher?.Dispose();
        _watcher = null;
        try
        {
            _watcher = new(plugins.Value.Folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Changed += Tell;
            _watcher.Created += Tell;
            _watcher.Deleted += Tell;
            _watcher.Renamed += Tell;
            _watcher.Error += (_, _) => _blind = true;
            _watcher.EnableRaisingEvents = true;
            _blind = false;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No such folder yet, or the system watches as much as it may: the looks without being told go on.
            NotWatched(logger, plugins.Value.Folder, e.Message);
        }
    }

    private void Tell(object sender, FileSystemEventArgs change) => _told.TrySetResult();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Changes of {Folder} are not told by the system now: {Reason}")]
    private static partial void NotWatched(ILogger logger, string folder, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for changed guilds in {Folder} failed.")]
    private static partial void LookFailed(ILogger logger, string folder, Exception exception);
}
