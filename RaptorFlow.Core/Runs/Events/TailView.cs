namespace RaptorFlow.Core.Runs.Events;

/// <summary>A run's latest events as its tail last saw them. Does not change: a new view takes its place.</summary>
/// <param name="events">Events in order, none missing between the first and the last.</param>
/// <param name="floor">All events after this number are here; those up to it may have been let go.</param>
/// <param name="over">Nothing comes after these unless the run is redone.</param>
internal sealed class TailView(IReadOnlyList<RunEvent> events, long floor, bool over)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Floor => floor;

    public bool Over => over;

    public long Last => events is [.., var last] ? last.Seq : floor;

    /// <summary>Done as soon as this view is out of date; fails when the tail does.</summary>
    public Task Changed => _changed.Task;

    /// <summary>The first event after a number that is not below the floor; null when there is none yet.</summary>
    public RunEvent? Next(long after)
    {
        var (low, high) = (0, events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].Seq > after)
                high = middle;
            else
                low = middle + 1;
        }
        return low < events.Count ? events[low] : null;
    }

    /// <summary>The same view when nothing is new.</summary>
    public TailView With(RunLook look, int most)
    {
        if (look.Events.Count == 0 && look.Over == over)
            return this;
        RunEvent[] all = [.. events, .. look.Events];
        var letGo = Math.Max(0, all.Length - most);
        return new(all[letGo..], letGo > 0 ? all[letGo - 1].Seq : floor, look.Over);
    }

    public void Replaced() => _changed.TrySetResult();

    public void Failed(Exception exception) => _changed.TrySetException(exception);
}
