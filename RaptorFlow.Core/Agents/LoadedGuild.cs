using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>A guild as the host holds it: ready with its agents, or faulted with every reason.</summary>
public sealed class LoadedGuild
{
    public required string Name { get; init; }
    public required string DisplayName { get; init; }
    public required string Folder { get; init; }
    public required string Version { get; init; }
    public required GuildState State { get; init; }
    public IReadOnlyList<string> Faults { get; init; } = [];
    public IReadOnlyList<LoadedAgent> Agents { get; init; } = [];
    public IReadOnlyList<WorkflowDefinition> Workflows { get; init; } = [];

    /// <summary>By workflow name, an input that it is rehearsed with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Examples { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What keeps the guild's load context from being collected, and so unloaded, while it is served.</summary>
    internal object? Keeper { get; init; }

    /// <summary>The guild's own serializer options; see <see cref="Serialization.RaptorJson.CreateOptions"/>.</summary>
    public JsonSerializerOptions? Json { get; init; }

    internal static LoadedGuild Faulted(string folder, IReadOnlyList<string> faults, string? name = null) => new()
    {
        Name = name ?? Path.GetFileName(folder).ToLowerInvariant(),
        DisplayName = Path.GetFileName(folder),
        Folder = folder,
        Version = "unknown",
        State = GuildState.Faulted,
        Faults = faults,
    };
}

/// <summary>An agent of a ready guild.</summary>
public sealed record LoadedAgent(AgentCard Card, IReadOnlyDictionary<string, IAgentBehaviour> Behaviours, IReadOnlyList<AIFunction> Tools);
