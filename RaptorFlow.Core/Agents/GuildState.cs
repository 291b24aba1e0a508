namespace RaptorFlow.Core.Agents;

/// <summary>Where a guild is in its life.</summary>
public enum GuildState
{
    Discovered,
    Loading,
    Ready,
    Draining,
    Unloaded,
    Faulted,
}
