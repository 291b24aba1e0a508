using RaptorFlow.Core.Agents;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>The guilds this host loaded.</summary>
internal sealed class HostedGuilds
{
    private readonly TaskCompletionSource<IReadOnlyList<LoadedGuild>> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>This process, as leases and the registry name it.</summary>
    public string Host { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    public bool Ready => _loaded.Task.IsCompletedSuccessfully;

    public Task<IReadOnlyList<LoadedGuild>> LoadedAsync(CancellationToken cancellationToken) => _loaded.Task.WaitAsync(cancellationToken);

    public void Loaded(IReadOnlyList<LoadedGuild> guilds) => _loaded.TrySetResult(guilds);
}
