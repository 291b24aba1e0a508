using Microsoft.Extensions.Options;
using RaptorFlow.AgentHost.Execution;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>
/// Brings the hosted guilds in line with what is in the plugins folder. A change counts once two looks have seen the same: what is being
/// copied is left alone, and a folder that is swapped for another is never gone.
/// </summary>
internal sealed partial class GuildFolders(GuildLoader loader, HostedGuilds hosted, IOptions<AgentHostOptions> options, IOptions<PluginOptions> plugins, ILogger<GuildFolders> logger)
{
    // By folder, the fingerprint last acted upon.
    private readonly Dictionary<string, string> _acted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inConflict = new(StringComparer.Ordinal);

    /// <summary>Loads what is there when the host starts.</summary>
    public async Task<IReadOnlyList<LoadedGuild>> LoadAsync()
    {
        var guilds = await loader.LoadAsync(plugins.Value.Folder, options.Value.Guilds);
        foreach (var guild in guilds.Where(g => g.Fingerprint is not null))
            _acted[guild.Folder] = guild.Fingerprint!;
        _inConflict.UnionWith(guilds.Where(g => g.InConflict).Select(g => g.Folder));
        return guilds;
    }

    /// <summary>Looks once. Not to be called twice at a time.</summary>
    /// <returns>Whether everything is as it was acted upon; else it is worth looking again soon.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        // A whole folder that is away is a lost mount sooner than a wish to serve nothing.
        if (!Directory.Exists(plugins.Value.Folder))
            return true;
        var due = Due(See());
        // What is gone first: its names and codes are free for what came.
        foreach (var folder in due.Where(d => d.Value is null).Select(d => d.Key))
            Remove(folder);
        foreach (var folder in due.Where(d => d.Value is not null).Select(d => d.Key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReloadAsync(folder);
        }
        return _pending.Count == 0;
    }

    private Dictionary<string, string> See()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in GuildLoader.FoldersIn(plugins.Value.Folder))
        {
            try
            {
                seen[folder] = FolderFingerprint.Of(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Changing at this moment, or not to be read: no two looks see the same, so nothing is done about it.
                seen[folder] = Guid.NewGuid().ToString();
            }
        }
        return seen;
    }

    private SortedDictionary<string, string?> Due(Dictionary<string, string> seen)
    {
        var due = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var folder in seen.Keys.Union(_acted.Keys).Union(_pending.Keys).ToList())
        {
            var now = seen.GetValueOrDefault(folder);
            var settled = _pending.Remove(folder, out var before) && before == now;
            if (now == _acted.GetValueOrDefault(folder))
                continue;
            if (settled)
                due[folder] = now;
            else
                _pending[folder] = now;
        }
        return due;
    }

    private void Remove(string folder)
    {
        _acted.Remove(folder);
        _inConflict.Remove(folder);
        Drop(folder);
    }

    private void Drop(string folder)
    {
        if (hosted.In(folder) is not { } gone)
            return;
        var tasks = hosted.Remove(folder);
        Dropped(logger, gone.Name, gone.Version, tasks ?? 0);
        TryConflictsAgain();
    }

    private async Task ReloadAsync(string folder)
    {
        var loaded = await loader.LoadFolderAsync(folder);
        Act(folder, loaded.Fingerprint);
        var settled = WithoutConflicts(loaded);
        _inConflict.Remove(folder);
        if (loaded.State == GuildState.Ready && !Wanted(loaded))
        {
            await loader.UnloadAsync(loaded);
            Drop(folder);
        }
        else if (settled.State == GuildState.Ready)
        {
            Serve(settled);
        }
        else
        {
            if (settled.InConflict)
            {
                _inConflict.Add(folder);
                await loader.UnloadAsync(loaded);
            }
            Refuse(settled);
        }
    }

    private bool Wanted(LoadedGuild guild) => options.Value.Guilds.Length == 0 || options.Value.Guilds.Contains(guild.Name, StringComparer.OrdinalIgnoreCase);

    // What is served already keeps its name, codes and workflows.
    private LoadedGuild WithoutConflicts(LoadedGuild loaded)
    {
        using var served = hosted.LeaseAll();
        return GuildConflicts.Resolve([.. served.Guilds.Where(g => g.Folder != loaded.Folder), loaded])[^1];
    }

    private void Serve(LoadedGuild guild)
    {
        var old = hosted.In(guild.Folder);
        var tasks = hosted.Serve(guild);
        if (old is { State: GuildState.Ready })
            Replaced(logger, guild.Name, guild.Version, old.Version, tasks ?? 0);
        else
            Added(logger, guild.Name, guild.Version, guild.Agents.Count);
        TryConflictsAgain();
    }

    private void Refuse(LoadedGuild faulted)
    {
        var old = hosted.In(faulted.Folder);
        var faults = string.Join(" | ", faulted.Faults);
        if (old is { State: GuildState.Ready })
        {
            if (hosted.Refuse(faulted.Folder, [.. faulted.Faults.Select(f => $"What its folder holds now is not served: {f}")]))
                NotReplaced(logger, old.Name, old.Version, faults);
        }
        else if (Wanted(faulted) && (old is null || !old.Faults.SequenceEqual(faulted.Faults)))
        {
            hosted.Serve(faulted);
            Faulted(logger, faulted.Name, faults);
        }
    }

    private void Act(string folder, string? fingerprint)
    {
        if (fingerprint is null)
            _acted.Remove(folder);
        else
            _acted[folder] = fingerprint;
    }

    // What they stood against may be gone.
    private void TryConflictsAgain()
    {
        foreach (var folder in _inConflict)
        {
            if (_acted.Remove(folder, out var fingerprint))
                _pending[folder] = fingerprint;
        }
        _inConflict.Clear();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} {Version} takes the place of {Old}, in which {Tasks} tasks go on.")]
    private static partial void Replaced(ILogger logger, string guild, string version, string old, int tasks);

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} {Version} came, with {Agents} agents.")]
    private static partial void Added(ILogger logger, string guild, string version, int agents);

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} {Version} went; {Tasks} tasks go on in it.")]
    private static partial void Dropped(ILogger logger, string guild, string version, int tasks);

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} {Version} is served on; what its folder holds now is faulted: {Faults}")]
    private static partial void NotReplaced(ILogger logger, string guild, string version, string faults);

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} is faulted: {Faults}")]
    private static partial void Faulted(ILogger logger, string guild, string faults);
}
