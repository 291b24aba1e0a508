using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Marketing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>Which guilds, agents and workflows the installation has, as its hosts report. A host not heard of for a while serves nothing.</summary>
public sealed partial class AgentRegistry(Database database, TimeProvider time, ILogger<AgentRegistry> logger)
{
    private const long LockKey = 0x5261_7074_6F72_0002;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Gone = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>How long what was read is answered from memory: every request asks, and schemas are long.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1.5);

    private const string Upsert = """
        insert into guild_registrations (host, guild, display_name, version, state, faults, agents, workflows, seen_at)
        values (@Host, @Guild, @DisplayName, @Version, @State, @Faults, @Agents::jsonb, @Workflows::jsonb, now())
        on conflict (host, guild) do update set display_name = excluded.display_name, version = excluded.version, state = excluded.state,
            faults = excluded.faults, agents = excluded.agents, workflows = excluded.workflows, seen_at = now()
        """;

    // Of hosts that stopped or fell silent, a guild's newest row stays: its agents are then known, and unavailable.
    private const string Prune = """
        delete from guild_registrations r
        where r.seen_at < now() - @Forgotten
           or (r.state = 'unloaded' or r.seen_at < now() - @Gone)
              and exists (select from guild_registrations o
                          where o.guild = r.guild and (o.seen_at, o.host) > (r.seen_at, r.host)
                            and (o.agents <> '[]' or o.workflows <> '[]' or (r.agents = '[]' and r.workflows = '[]')))
        """;

    private const string Select = """
        select host, guild, display_name, version, state, faults, agents, workflows, seen_at, seen_at > now() - @Silence as alive
        from guild_registrations order by guild, alive desc, seen_at desc
        """;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string Host, string Guild), bool> _unreadable = new();
    private Known? _known;

    /// <summary>
    /// Registers what a host has now, faulted guilds with their reasons, in one step. What it had before and has no more is shown as
    /// unloaded while its agents are worth knowing of. Rows of hosts long gone are cleared.
    /// </summary>
    /// <returns>How many rows that makes.</returns>
    public async Task<int> RegisterAsync(string host, IReadOnlyList<GuildReport> guilds, CancellationToken cancellationToken)
    {
        var rows = guilds.GroupBy(g => RowName(g, guilds), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        await ChangeAsync(async scope =>
        {
            await RetireAsync(scope, host, [.. rows.Keys], cancellationToken);
            foreach (var (name, guild) in rows)
            {
                await scope.ExecuteAsync(Upsert, new
                {
                    Host = host,
                    Guild = name,
                    guild.DisplayName,
                    guild.Version,
                    State = guild.State.ToString().ToLowerInvariant(),
                    Faults = guild.Faults.ToArray(),
                    guild.Agents,
                    guild.Workflows,
                }, cancellationToken);
            }
        }, cancellationToken);
        return rows.Count;
    }

    /// <summary>Says that a host is alive.</summary>
    /// <returns>How many guilds the registry has of it: fewer than it registered, when it was silent for so long that it counted as gone.</returns>
    public async Task<int> TouchAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        var touched = await scope.ExecuteAsync("update guild_registrations set seen_at = now() where host = @Host and state <> 'unloaded'", new { Host = host }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return touched;
    }

    /// <summary>Takes a host that stops out of the registry, but for what nobody else knows of its agents.</summary>
    public Task UnregisterAsync(string host, CancellationToken cancellationToken) => ChangeAsync(scope => RetireAsync(scope, host, [], cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<GuildEntry>> GuildsAsync(CancellationToken cancellationToken) => (await ViewAsync(cancellationToken)).Guilds;

    /// <summary>Every agent once, from the liveliest host that has it.</summary>
    public async Task<IReadOnlyList<AgentEntry>> AgentsAsync(CancellationToken cancellationToken) => (await ViewAsync(cancellationToken)).Agents;

    /// <summary>The agents as planners see them.</summary>
    public async Task<IReadOnlyList<AgentListing>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await AgentsAsync(cancellationToken)).Select(a => new AgentListing(a.Code, a.Name, a.Guild, TierNames.Of(a.Tier),
            [.. a.Capabilities.Select(c => c.Name)], a.Available, a.Reason, a.TimeoutSeconds))];

    /// <summary>A workflow by name, the highest version any host has; null when none has it.</summary>
    public async Task<WorkflowDefinition?> WorkflowAsync(string name, CancellationToken cancellationToken) => (await ViewAsync(cancellationToken)).Workflow(name);

    // A guild's own name belongs to the version that takes new tasks; others with the name are told apart.
    private static string RowName(GuildReport guild, IReadOnlyList<GuildReport> all) => guild.State switch
    {
        GuildState.Faulted when all.Count(g => g.Name == guild.Name) > 1 => $"{guild.Name}@{Path.GetFileName(guild.Folder)}",
        GuildState.Draining when all.Any(g => g.Name == guild.Name && g.State != GuildState.Draining) => $"{guild.Name}@{guild.Version}",
        _ => guild.Name,
    };

    private static async Task RetireAsync(Scope scope, string host, string[] except, CancellationToken cancellationToken)
    {
        await scope.ExecuteAsync("delete from guild_registrations where host = @Host and guild <> all(@Except) and agents = '[]' and workflows = '[]'", new { Host = host, Except = except }, cancellationToken);
        await scope.ExecuteAsync("update guild_registrations set state = 'unloaded' where host = @Host and guild <> all(@Except) and state <> 'unloaded'", new { Host = host, Except = except }, cancellationToken);
    }

    private async Task ChangeAsync(Func<Scope, Task> change, CancellationToken cancellationToken)
    {
        await using (var scope = await database.BeginAsync(cancellationToken))
        {
            // One at a time: hosts that start together would clear each other's rows in different orders.
            await scope.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { LockKey }, cancellationToken);
            await change(scope);
            await scope.ExecuteAsync(Prune, new { Gone, Forgotten }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        lock (_gate)
            _known = null;
    }

    // Who asks while it is being read shares the reading, which therefore ends with nobody's request.
    private Task<RegistryView> ViewAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known is not { View.IsFaulted: false } known || time.GetElapsedTime(known.At) >= Fresh)
                _known = known = new(ReadAsync(), time.GetTimestamp());
            return known.View.WaitAsync(cancellationToken);
        }
    }

    private async Task<RegistryView> ReadAsync()
    {
        await using var scope = await database.BeginAsync(CancellationToken.None);
        return new(await scope.QueryAsync<Registration>(Select, new { Silence }, CancellationToken.None), Tell);
    }

    private void Tell(Registration row, JsonException error)
    {
        if (_unreadable.TryAdd((row.Host, row.Guild), true))
            Unreadable(logger, row.Guild, row.Version, row.Host, error.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What host {Host} registered of guild {Guild} {Version} cannot be read and is left out: {Reason}")]
    private static partial void Unreadable(ILogger logger, string guild, string version, string host, string reason);

    private sealed record Known(Task<RegistryView> View, long At);
}
