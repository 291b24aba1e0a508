using System.Collections.Concurrent;
using RaptorFlow.Agents;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>
/// The lanes this host serves: one for each guild, and one for each agent whose card limits how many may work at once. Lanes are closed
/// and never taken away: tasks at work give their slots back to them, and a guild may come again.
/// </summary>
internal sealed class Lanes(AgentHostOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Slots> _guilds = new(StringComparer.Ordinal);

    public Lane this[string name] => _lanes[name];

    /// <summary>Those that tasks are taken from now.</summary>
    public IReadOnlyList<Lane> Open => [.. _lanes.Values.Where(l => !l.Closed)];

    /// <summary>Follows the guilds that the host has now. Called by one at a time.</summary>
    /// <returns>The lanes that were not there before.</returns>
    public IReadOnlyList<Lane> Update(IReadOnlyDictionary<string, IReadOnlyList<AgentCard>> guilds)
    {
        var added = new List<Lane>();
        foreach (var (guild, cards) in guilds)
        {
            var most = options.GuildConcurrency.GetValueOrDefault(guild, options.ConcurrencyPerGuild);
            if (!_guilds.TryGetValue(guild, out var slots))
            {
                _guilds[guild] = slots = new(most);
                added.Add(_lanes[guild] = new(guild, guild, slots, null));
            }
            var limits = cards.Where(c => c.Concurrency is not null).ToDictionary(c => AgentPlace.LaneOf(guild, c.Code, c.Concurrency), c => c.Concurrency!.Value, StringComparer.Ordinal);
            foreach (var (name, limit) in limits.Where(l => !_lanes.ContainsKey(l.Key)))
                added.Add(_lanes[name] = new(name, guild, slots, new(limit)));
            // Of an agent that has no limit any more, tasks may still wait where they were put.
            foreach (var lane in _lanes.Values.Where(l => l.Guild == guild && l.Name != guild))
                lane.Limit(limits.GetValueOrDefault(lane.Name, most));
        }
        foreach (var lane in _lanes.Values)
        {
            lane.Closed = !guilds.ContainsKey(lane.Guild);
            lane.Wake();
        }
        return added;
    }

    /// <summary>Takes slots for tasks that a completion may free. A lane that others queue in gives none.</summary>
    /// <param name="wanted">A lane for each of the tasks.</param>
    /// <param name="own">The lane in which the completing task gives a slot back.</param>
    public Dictionary<string, int> Reserve(IEnumerable<string> wanted, Lane own)
    {
        var reserved = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in wanted.GroupBy(l => l, StringComparer.Ordinal))
        {
            if (!_lanes.TryGetValue(group.Key, out var lane) || lane.Contended || lane.Closed)
                continue;
            var given = lane == own ? 1 : 0;
            reserved[group.Key] = given + lane.Take(group.Count() - given);
        }
        return reserved;
    }

    public void Release(Lane lane, int slots)
    {
        if (slots == 0)
            return;
        lane.Release(slots);
        foreach (var starved in _lanes.Values.Where(l => l.Starved && l != lane))
            starved.Wake();
    }

    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
            lane.Dispose();
    }
}
