namespace RaptorFlow.AgentHost.Execution;

/// <summary>A queue of the bus as this host serves it: the guild's slots, and the agent's own when its card limits them.</summary>
internal sealed class Lane(string name, string guild, Slots guildSlots, Slots? agentSlots) : IDisposable
{
    private readonly SemaphoreSlim _woken = new(1);

    public string Name => name;

    public string Guild => guild;

    /// <summary>Whether its guild is gone from this host: then it takes nothing. What was taken from it goes on.</summary>
    public bool Closed { get; set; }

    /// <summary>Whether more may be waiting than was taken: then everybody queues, and nobody's next step goes first.</summary>
    public bool Contended { get; set; }

    /// <summary>Whether it has found no slot free, and wants to be woken when one is.</summary>
    public bool Starved { get; private set; }

    public int Take(int most)
    {
        if (Closed)
            return 0;
        var taken = guildSlots.Take(most);
        if (agentSlots is not null)
        {
            var both = agentSlots.Take(taken);
            guildSlots.Release(taken - both);
            taken = both;
        }
        Starved = taken == 0 && most > 0;
        return taken;
    }

    /// <summary>Changes the agent's own limit.</summary>
    public void Limit(int slots) => agentSlots?.Resize(slots);

    public void Release(int taken)
    {
        agentSlots?.Release(taken);
        guildSlots.Release(taken);
    }

    public void Wake()
    {
        lock (_woken)
        {
            if (_woken.CurrentCount == 0)
                _woken.Release();
        }
    }

    /// <summary>Until it is woken, or for as long as it is worth looking by oneself.</summary>
    public Task WaitAsync(TimeSpan most) => _woken.WaitAsync(most, CancellationToken.None);

    public void Dispose() => _woken.Dispose();
}
