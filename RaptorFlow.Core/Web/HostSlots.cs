namespace RaptorFlow.Core.Web;

/// <summary>Lets so many requests go to one host at once; the others wait their turn.</summary>
internal sealed class HostSlots(int perHost)
{
    private readonly Dictionary<string, Slots> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>To be disposed when the request is over.</returns>
    public async Task<IDisposable> EnterAsync(string host, CancellationToken cancellationToken)
    {
        Slots slots;
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(host, out slots!))
                _hosts[host] = slots = new(this, host, perHost);
            slots.Users++;
        }
        try
        {
            await slots.Gate.WaitAsync(cancellationToken);
        }
        catch
        {
            slots.Leave();
            throw;
        }
        return new Turn(slots);
    }

    private sealed class Slots(HostSlots all, string host, int count)
    {
        public SemaphoreSlim Gate { get; } = new(count);

        public int Users { get; set; }

        public void Leave()
        {
            lock (all._hosts)
            {
                if (--Users == 0)
                    all._hosts.Remove(host);
            }
        }
    }

    private sealed class Turn(Slots slots) : IDisposable
    {
        private int _over;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) != 0)
                return;
            slots.Gate.Release();
            slots.Leave();
        }
    }
}
