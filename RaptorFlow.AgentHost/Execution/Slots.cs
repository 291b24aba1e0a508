namespace RaptorFlow.AgentHost.Execution;

/// <summary>How many tasks may be at work at once; taken and given back in numbers, never waited for.</summary>
internal sealed class Slots(int count)
{
    private int _count = count;
    private readonly Lock _gate = new();
    private int _free = count;

    /// <summary>Takes as many as there are, up to a number.</summary>
    public int Take(int most)
    {
        lock (_gate)
        {
            var taken = Math.Max(0, Math.Min(_free, most));
            _free -= taken;
            return taken;
        }
    }

    public void Release(int taken)
    {
        lock (_gate)
            _free += taken;
    }

    /// <summary>Changes how many there are. What is taken beyond that is not given out again once it is released.</summary>
    public void Resize(int count)
    {
        lock (_gate)
        {
            _free += count - _count;
            _count = count;
        }
    }
}
