namespace RaptorFlow.Core.Agents;

/// <summary>What a host tells the registry of a guild: texts only, so that it outlives the guild it is about.</summary>
public sealed record GuildReport
{
    public required string Name { get; init; }
    public required string DisplayName { get; init; }
    public required string Folder { get; init; }
    public required string Version { get; init; }
    public required GuildState State { get; init; }
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>A JSON list of <see cref="AgentEntry"/>.</summary>
    public string Agents { get; init; } = "[]";

    /// <summary>A JSON list of workflows.</summary>
    public string Workflows { get; init; } = "[]";

    internal static GuildReport Of(LoadedGuild guild) => new()
    {
        Name = guild.Name,
        DisplayName = guild.DisplayName,
        Folder = guild.Folder,
        Version = guild.Version,
        State = guild.State,
        Faults = guild.Faults,
        Agents = CoreJson.Serialize(guild.Agents.Select(a => AgentEntry.From(a, guild))),
        Workflows = CoreJson.Serialize(guild.Workflows),
    };
}
