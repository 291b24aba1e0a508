using RaptorFlow.Agents;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>The guilds this host has: of each the version that takes new tasks, and those that still drain.</summary>
internal sealed class HostedGuilds(GuildLoader loader)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GuildVersion> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<GuildVersion> _draining = [];
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>This process, as leases and the registry name it.</summary>
    public string Host { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    public bool Ready => _loaded.Task.IsCompletedSuccessfully;

    /// <summary>Ends when anything here changes next: take it first, then look, then wait.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    /// <summary>How many replaced or removed versions are not unloaded yet.</summary>
    public int Draining
    {
        get
        {
            lock (_gate)
                return _draining.Count;
        }
    }

    /// <summary>By name, the cards of the guilds that take tasks now.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AgentCard>> Cards
    {
        get
        {
            lock (_gate)
                return _current.Values.Where(v => v.Report.State == GuildState.Ready).ToDictionary(v => v.Report.Name, v => v.Cards, StringComparer.Ordinal);
        }
    }

    public Task LoadedAsync(CancellationToken cancellationToken) => _loaded.Task.WaitAsync(cancellationToken);

    /// <summary>Takes what was found when the host started.</summary>
    public void Loaded(IReadOnlyList<LoadedGuild> guilds)
    {
        lock (_gate)
        {
            foreach (var guild in guilds)
                _current[guild.Folder] = new(guild, loader.UnloadAsync);
        }
        _loaded.TrySetResult();
    }

    /// <summary>The version of a guild that takes new tasks, kept until the lease is disposed of; null when the host has none.</summary>
    public GuildLease? Lease(string guild)
    {
        lock (_gate)
            return _current.Values.FirstOrDefault(v => v.Report.State == GuildState.Ready && v.Report.Name == guild)?.Lease();
    }

    /// <summary>The same for all that take new tasks.</summary>
    public GuildLeases LeaseAll()
    {
        lock (_gate)
            return new([.. _current.Values.Where(v => v.Report.State == GuildState.Ready).Select(v => v.Lease()).OfType<GuildLease>()]);
    }

    /// <summary>The report of the version that a folder has now; null when it has none.</summary>
    public GuildReport? In(string folder)
    {
        lock (_gate)
            return _current.GetValueOrDefault(folder)?.Report;
    }

    /// <summary>Everything that the registry is told.</summary>
    public IReadOnlyList<GuildReport> Reports()
    {
        lock (_gate)
        {
            var current = _current.Select(c => _refused.TryGetValue(c.Key, out var faults) ? c.Value.Report with { Faults = faults } : c.Value.Report).ToList();
            var names = current.Where(r => r.State == GuildState.Ready).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
            // What a newer version brings is told of that one.
            var draining = _draining.Select(v => v.Report with { State = GuildState.Draining })
                .Select(r => names.Contains(r.Name) ? r with { Agents = "[]", Workflows = "[]" } : r);
            return [.. current, .. draining];
        }
    }

    /// <summary>Gives new tasks to this version; the one that its folder had before drains.</summary>
    /// <returns>How many tasks are at work in the version that was replaced; null when there was none.</returns>
    public int? Serve(LoadedGuild guild)
    {
        var next = new GuildVersion(guild, loader.UnloadAsync);
        lock (_gate)
        {
            var tasks = Drain(guild.Folder);
            _current[guild.Folder] = next;
            Change();
            return tasks;
        }
    }

    /// <summary>Lets a folder's version drain, and nothing take its place.</summary>
    public int? Remove(string folder)
    {
        lock (_gate)
        {
            var tasks = Drain(folder);
            Change();
            return tasks;
        }
    }

    /// <summary>Lets everything drain, and ends when it is unloaded.</summary>
    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        RemoveAll();
        for (var changed = Changed; Draining > 0; changed = Changed)
            await changed.WaitAsync(cancellationToken);
    }

    private void RemoveAll()
    {
        lock (_gate)
        {
            foreach (var folder in _current.Keys.ToList())
                Drain(folder);
            Change();
        }
    }

    /// <summary>Goes on with the version that a folder had, and shows why the one that it has now did not take its place.</summary>
    /// <returns>False when that is shown already.</returns>
    public bool Refuse(string folder, IReadOnlyList<string> faults)
    {
        lock (_gate)
        {
            if (_refused.TryGetValue(folder, out var shown) && shown.SequenceEqual(faults))
                return false;
            _refused[folder] = faults;
            Change();
            return true;
        }
    }

    private int? Drain(string folder)
    {
        _refused.Remove(folder);
        if (!_current.Remove(folder, out var old))
            return null;
        var tasks = old.Leases;
        if (old.Report.State == GuildState.Ready)
        {
            _draining.Add(old);
            _ = ForgetAsync(old);
        }
        return tasks;
    }

    private async Task ForgetAsync(GuildVersion old)
    {
        await old.DrainAsync();
        lock (_gate)
        {
            _draining.Remove(old);
            Change();
        }
    }

    private void Change()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
