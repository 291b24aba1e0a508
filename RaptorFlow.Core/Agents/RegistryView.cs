using System.Text.Json;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>A row of <c>guild_registrations</c>.</summary>
internal sealed record Registration
{
    public string Host { get; init; } = "";
    public string Guild { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public string Version { get; init; } = "";
    public string State { get; init; } = "";
    public string[] Faults { get; init; } = [];
    public JsonElement Agents { get; init; }
    public JsonElement Workflows { get; init; }
    public DateTimeOffset SeenAt { get; init; }
    public bool Alive { get; init; }
}

/// <summary>All registrations, read once.</summary>
internal sealed class RegistryView
{
    private readonly SortedDictionary<string, AgentEntry> _agents = new(StringComparer.Ordinal);
    private readonly List<GuildEntry> _guilds = [];
    private readonly List<WorkflowDefinition> _workflows = [];

    public IReadOnlyList<GuildEntry> Guilds => _guilds;

    public IReadOnlyList<AgentEntry> Agents { get; }

    /// <param name="rows">Of each guild, the liveliest host's first.</param>
    /// <param name="unreadable">Told of a row that another version of the product wrote in a way this one does not read.</param>
    public RegistryView(IReadOnlyList<Registration> rows, Action<Registration, JsonException> unreadable)
    {
        foreach (var row in rows)
        {
            try
            {
                Add(row, Read<AgentEntry>(row.Agents), Read<WorkflowDefinition>(row.Workflows));
            }
            catch (JsonException e)
            {
                unreadable(row, e);
                _guilds.Add(Entry(row) with { Faults = [.. row.Faults, "What its host registered cannot be read here: they are of different versions."] });
            }
        }
        Agents = [.. _agents.Values];
    }

    /// <summary>The highest version any host has.</summary>
    public WorkflowDefinition? Workflow(string name) => _workflows.Where(w => w.Name == name).MaxBy(w => w.Version);

    private void Add(Registration row, List<AgentEntry> agents, List<WorkflowDefinition> workflows)
    {
        var available = row is { Alive: true, State: "ready" };
        foreach (var agent in agents)
        {
            if (!_agents.TryGetValue(agent.Code, out var known) || (available && !known.Available))
                _agents[agent.Code] = agent with { Available = available, Reason = available ? null : $"no host serves guild '{row.Guild}' now" };
        }
        _workflows.AddRange(workflows);
        _guilds.Add(Entry(row));
    }

    private static GuildEntry Entry(Registration row) => new()
    {
        Name = row.Guild,
        DisplayName = row.DisplayName,
        Version = row.Version,
        State = row.Alive || row.State == "faulted" ? row.State : "unloaded",
        Host = row.Host,
        SeenAt = row.SeenAt,
        Faults = row.Faults,
    };

    private static List<T> Read<T>(JsonElement list) => list.Deserialize<List<T>>(CoreJson.Options) ?? throw new JsonException("Expected a list, found null.");
}
