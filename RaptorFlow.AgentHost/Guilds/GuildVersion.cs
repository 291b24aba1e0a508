using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>One loaded version of a guild and the leases on it. It drains once it is replaced, and is unloaded when the last lease ends.</summary>
internal sealed class GuildVersion(LoadedGuild guild, Func<LoadedGuild, Task> unload)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _unloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoadedGuild? _guild = guild;
    private int _leases;
    private bool _draining;

    public GuildReport Report { get; } = guild.Report;

    /// <summary>Its cards, which are the contract's and not the guild's own.</summary>
    public IReadOnlyList<RaptorFlow.Agents.AgentCard> Cards { get; } = [.. guild.Agents.Select(a => a.Card)];

    /// <summary>The tasks at work in it.</summary>
    public int Leases
    {
        get
        {
            lock (_gate)
                return _leases;
        }
    }

    /// <returns>Null once it drains.</returns>
    public GuildLease? Lease()
    {
        lock (_gate)
        {
            if (_draining)
                return null;
            _leases++;
            return new(this, _guild!);
        }
    }

    public void Return()
    {
        LoadedGuild? drained = null;
        lock (_gate)
        {
            if (--_leases == 0 && _draining)
                (drained, _guild) = (_guild, null);
        }
        Unload(drained);
    }

    /// <summary>Gives no more leases from here on.</summary>
    /// <returns>When it is unloaded.</returns>
    public Task DrainAsync()
    {
        LoadedGuild? drained = null;
        lock (_gate)
        {
            _draining = true;
            if (_leases == 0)
                (drained, _guild) = (_guild, null);
        }
        Unload(drained);
        return _unloaded.Task;
    }

    private void Unload(LoadedGuild? drained)
    {
        if (drained is not null)
            _ = Task.Run(() => UnloadAsync(drained));
    }

    private async Task UnloadAsync(LoadedGuild drained)
    {
        try
        {
            await unload(drained);
        }
        finally
        {
            _unloaded.SetResult();
        }
    }
}
