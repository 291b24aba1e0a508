namespace RaptorFlow.Core.Memory;

/// <summary>The best of those it is shown; of equals, those with the smaller ids.</summary>
internal sealed class Best(int count)
{
    private readonly PriorityQueue<long, (float Score, long Id)> _worstFirst = new(count + 1);

    /// <summary>What scores less is not among them, however many more are shown; below all scores until there are enough.</summary>
    public float Floor { get; private set; } = float.NegativeInfinity;

    public void Add(long id, float score)
    {
        // What is not a number is nothing.
        if (!(score >= Floor) || count == 0)
            return;
        if (_worstFirst.Count < count)
            _worstFirst.Enqueue(id, (score, -id));
        else if (_worstFirst.TryPeek(out _, out var worst) && (score > worst.Score || -id > worst.Id))
            _worstFirst.EnqueueDequeue(id, (score, -id));
        if (_worstFirst.Count == count && _worstFirst.TryPeek(out _, out var last))
            Floor = last.Score;
    }

    /// <summary>Best first; nothing is left.</summary>
    public IReadOnlyList<Found> Take()
    {
        var found = new Found[_worstFirst.Count];
        for (var i = found.Length - 1; i >= 0 && _worstFirst.TryDequeue(out var id, out var worst); i--)
            found[i] = new(id, worst.Score);
        return found;
    }
}
