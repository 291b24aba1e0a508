using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>A guild as the host holds it: ready with its agents, or faulted with every reason. Disposing of it unloads it.</summary>
public sealed class LoadedGuild : IAsyncDisposable
{
    private GuildReport? _report;

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

    /// <summary>What the folder held when it was loaded; null when that could not be read, and is worth another look.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether it is faulted only for what another guild has: it may be ready once that one is gone.</summary>
    public bool InConflict { get; private init; }

    /// <summary>What the registry is told of it.</summary>
    public GuildReport Report => _report ??= GuildReport.Of(this);

    /// <summary>Keeps the guild's load context from being collected, and so unloaded, while it is served.</summary>
    internal GuildContext? Context { get; init; }

    /// <summary>The guild's own serializer options; see <see cref="Serialization.RaptorJson.CreateOptions"/>.</summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>Lets go of its services, its load context and its files. Whoever still holds one of its objects keeps it in memory.</summary>
    public ValueTask DisposeAsync() => Context?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal static LoadedGuild Faulted(string folder, IReadOnlyList<string> faults, string? name = null, string? fingerprint = null, bool inConflict = false, GuildContext? context = null) => new()
    {
        Name = name ?? Path.GetFileName(folder).ToLowerInvariant(),
        DisplayName = Path.GetFileName(folder),
        Folder = folder,
        Version = "unknown",
        State = GuildState.Faulted,
        Faults = faults,
        Fingerprint = fingerprint,
        InConflict = inConflict,
        Context = context,
    };
}

/// <summary>An agent of a ready guild.</summary>
public sealed record LoadedAgent(AgentCard Card, IReadOnlyDictionary<string, IAgentBehaviour> Behaviours, IReadOnlyList<AIFunction> Tools);
