using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Agents;

/// <summary>An agent as hosts register it and the API serves it.</summary>
public sealed record AgentEntry
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Summary { get; init; }
    public required string Guild { get; init; }
    public required ModelTier Tier { get; init; }
    public required int TimeoutSeconds { get; init; }
    public required IReadOnlyList<CapabilityEntry> Capabilities { get; init; }

    /// <summary>The tier of model that it asks for when it is asked for a capability, of which null is its first.</summary>
    internal ModelTier TierOf(string? capability) => Capabilities.FirstOrDefault(c => capability is null || c.Name == capability)?.Tier ?? Tier;

    /// <summary>How many of its tasks one host works on at once; null for as many as the guild may.</summary>
    public int? Concurrency { get; init; }

    /// <summary>False when no host serves the agent now.</summary>
    public bool Available { get; init; }

    /// <summary>Why not.</summary>
    public string? Reason { get; init; }

    internal static AgentEntry From(LoadedAgent agent, LoadedGuild guild) => new()
    {
        Code = agent.Card.Code,
        Name = agent.Card.Name,
        Summary = agent.Card.Summary,
        Guild = guild.Name,
        Tier = agent.Card.Tier,
        TimeoutSeconds = (int)Math.Ceiling(agent.Card.Timeout.TotalSeconds),
        Concurrency = agent.Card.Concurrency,
        Capabilities = [.. agent.Card.Capabilities.Select(c => CapabilityEntry.From(c, agent.Behaviours[c.Name], guild.Json!))],
    };
}

/// <summary>What an agent can be asked for, with its schemas.</summary>
public sealed record CapabilityEntry
{
    public required string Name { get; init; }
    public required string Summary { get; init; }
    public required JsonNode InputSchema { get; init; }
    public required JsonNode OutputSchema { get; init; }

    /// <summary>The tier of model it asks for; null: the agent's.</summary>
    public ModelTier? Tier { get; init; }

    internal static CapabilityEntry From(AgentCapability capability, IAgentBehaviour behaviour, JsonSerializerOptions json) => new()
    {
        Name = capability.Name,
        Summary = capability.Summary,
        Tier = capability.Tier,
        InputSchema = AgentSchemas.For(behaviour.InputType, json),
        OutputSchema = AgentSchemas.For(behaviour.OutputType, json),
    };
}

/// <summary>A guild as hosts register it and the API serves it.</summary>
public sealed record GuildEntry
{
    public required string Name { get; init; }
    public required string DisplayName { get; init; }
    public required string Version { get; init; }
    public required string State { get; init; }
    public required string Host { get; init; }
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Everything that is wrong with it. A ready guild has some when a newer version in its folder could not take its place.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
