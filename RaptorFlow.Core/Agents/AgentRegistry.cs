using System.Text.Json;
using RaptorFlow.Core.Data;
using RaptorFlow.Marketing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>Which guilds, agents and workflows the installation has, as its hosts report. A host not heard of for a while serves nothing.</summary>
public sealed class AgentRegistry(Database database)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private const string Upsert = """
        insert into guild_registrations (host, guild, display_name, version, state, faults, agents, workflows, seen_at)
        values (@Host, @Guild, @DisplayName, @Version, @State, @Faults, @Agents::jsonb, @Workflows::jsonb, now())
        on conflict (host, guild) do update set display_name = excluded.display_name, version = excluded.version, state = excluded.state,
            faults = excluded.faults, agents = excluded.agents, workflows = excluded.workflows, seen_at = now()
        """;

    private const string Select = """
        select host, guild, display_name, version, state, faults, agents, workflows, seen_at, seen_at > now() - @Silence as alive
        from guild_registrations order by guild, alive desc, seen_at desc
        """;

    /// <summary>Registers what a host found, faulted guilds with their reasons. Rows of hosts long gone are cleared.</summary>
    public async Task RegisterAsync(string host, IReadOnlyList<LoadedGuild> guilds, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("delete from guild_registrations where host = @Host or seen_at < now() - interval '1 day'", new { Host = host }, cancellationToken);
        foreach (var guild in guilds)
        {
            var clash = guilds.Count(g => g.Name == guild.Name) > 1 && guild.State == GuildState.Faulted;
            await scope.ExecuteAsync(Upsert, new
            {
                Host = host,
                Guild = clash ? $"{guild.Name}@{Path.GetFileName(guild.Folder)}" : guild.Name,
                guild.DisplayName,
                guild.Version,
                State = guild.State.ToString().ToLowerInvariant(),
                Faults = guild.Faults.ToArray(),
                Agents = CoreJson.Serialize(guild.Agents.Select(a => AgentEntry.From(a, guild))),
                Workflows = CoreJson.Serialize(guild.Workflows),
            }, cancellationToken);
        }
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Says that a host is alive.</summary>
    public async Task TouchAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("update guild_registrations set seen_at = now() where host = @Host", new { Host = host }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Takes a host that stops out of the registry's view.</summary>
    public async Task UnregisterAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.ExecuteAsync("update guild_registrations set state = 'unloaded' where host = @Host and state <> 'faulted'", new { Host = host }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<GuildEntry>> GuildsAsync(CancellationToken cancellationToken) =>
        [.. (await RowsAsync(cancellationToken)).Select(r => new GuildEntry
        {
            Name = r.Guild,
            DisplayName = r.DisplayName,
            Version = r.Version,
            State = r.Alive || r.State == "faulted" ? r.State : "unloaded",
            Host = r.Host,
            SeenAt = r.SeenAt,
            Faults = r.Faults,
        })];

    /// <summary>Every agent once, from the liveliest host that has it.</summary>
    public async Task<IReadOnlyList<AgentEntry>> AgentsAsync(CancellationToken cancellationToken)
    {
        var agents = new SortedDictionary<string, AgentEntry>(StringComparer.Ordinal);
        foreach (var row in await RowsAsync(cancellationToken))
        {
            var available = row is { Alive: true, State: "ready" };
            foreach (var agent in row.Agents.Deserialize<List<AgentEntry>>(CoreJson.Options)!)
            {
                if (!agents.TryGetValue(agent.Code, out var known) || (available && !known.Available))
                    agents[agent.Code] = agent with { Available = available, Reason = available ? null : $"no host serves guild '{row.Guild}' now" };
            }
        }
        return [.. agents.Values];
    }

    /// <summary>The agents as planners see them.</summary>
    public async Task<IReadOnlyList<AgentListing>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await AgentsAsync(cancellationToken)).Select(a => new AgentListing(a.Code, a.Name, a.Guild, a.Tier.ToString().ToLowerInvariant(),
            [.. a.Capabilities.Select(c => c.Name)], a.Available, a.Reason, a.TimeoutSeconds))];

    /// <summary>A workflow by name, the highest version any host has; null when none has it.</summary>
    public async Task<WorkflowDefinition?> WorkflowAsync(string name, CancellationToken cancellationToken) =>
        (await RowsAsync(cancellationToken)).SelectMany(r => r.Workflows.Deserialize<List<WorkflowDefinition>>(CoreJson.Options)!)
            .Where(w => w.Name == name).MaxBy(w => w.Version);

    private async Task<IReadOnlyList<Row>> RowsAsync(CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        return await scope.QueryAsync<Row>(Select, new { Silence }, cancellationToken);
    }

    private sealed record Row
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
}
