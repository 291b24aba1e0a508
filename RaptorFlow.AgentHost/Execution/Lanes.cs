using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>The lanes this host serves: one for each guild, and one for each agent whose card limits how many may work at once.</summary>
internal sealed class Lanes : IDisposable
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public Lanes(IEnumerable<LoadedGuild> guilds, AgentHostOptions options)
    {
        foreach (var guild in guilds)
        {
            var slots = new Slots(options.GuildConcurrency.GetValueOrDefault(guild.Name, options.ConcurrencyPerGuild));
            _lanes[guild.Name] = new(guild.Name, slots, null);
            foreach (var card in guild.Agents.Select(a => a.Card).Where(c => c.Concurrency is not null))
            {
                var name = AgentPlace.LaneOf(guild.Name, card.Code, card.Concurrency);
                _lanes[name] = new(name, slots, new(card.Concurrency!.Value));
            }
        }
    }

    public IReadOnlyCollection<Lane> All => _lanes.Values;

    public Lane this[string name] => _lanes[name];

    /// <summary>Takes slots for tasks that a completion may free. A lane that others queue in gives none.</summary>
    /// <param name="wanted">A lane for each of the tasks.</param>
    /// <param name="own">The lane in which the completing task gives a slot back.</param>
    public Dictionary<string, int> Reserve(IEnumerable<string> wanted, Lane own)
    {
        var reserved = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in wanted.GroupBy(l => l, StringComparer.Ordinal))
        {
            if (!_lanes.TryGetValue(group.Key, out var lane) || lane.Contended)
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
