namespace RaptorFlow.AgentHost.Execution;

/// <summary>How many tasks may be at work at once; taken and given back in numbers, never waited for.</summary>
internal sealed class Slots(int count)
{
    private readonly Lock _gate = new();
    private int _free = count;

    /// <summary>Takes as many as there are, up to a number.</summary>
    public int Take(int most)
    {
        lock (_gate)
        {
            var taken = Math.Min(_free, most);
            _free -= taken;
            return taken;
        }
    }

    public void Release(int taken)
    {
        lock (_gate)
            _free += taken;
    }
}
