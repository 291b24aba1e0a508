using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Keeps one version of a guild from being unloaded while it is worked with.</summary>
internal sealed class GuildLease(GuildVersion version, LoadedGuild guild) : IDisposable
{
    private GuildVersion? _version = version;
    private LoadedGuild? _guild = guild;

    public LoadedGuild Guild => _guild ?? throw new ObjectDisposedException(nameof(GuildLease));

    public void Dispose()
    {
        // Who forgets to let go of the lease itself must not keep the guild in memory.
        _guild = null;
        Interlocked.Exchange(ref _version, null)?.Return();
    }
}

/// <summary>Leases on several guilds, let go of together.</summary>
internal sealed class GuildLeases(IReadOnlyList<GuildLease> leases) : IDisposable
{
    public IReadOnlyList<LoadedGuild> Guilds => [.. leases.Select(l => l.Guild)];

    public void Dispose()
    {
        foreach (var lease in leases)
            lease.Dispose();
    }
}
