namespace RaptorFlow.Council.Architect;

/// <summary>When each step can end, by the timeouts along its path, and how much it may slip without delaying the run.</summary>
internal sealed class Schedule
{
    private Schedule(IReadOnlyList<StaffedStep> order, IReadOnlyList<string> cycle)
    {
        Order = order;
        Cycle = cycle;
    }

    /// <summary>The steps so that each follows what it depends on; steps of a cycle come last, in the order given.</summary>
    public IReadOnlyList<StaffedStep> Order { get; }

    /// <summary>Keys of steps that wait for themselves; empty in a sound plan.</summary>
    public IReadOnlyList<string> Cycle { get; }

    public Dictionary<string, int> EndsAt { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Slack { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> CriticalPath { get; private set; } = [];

    public int TotalSeconds { get; private set; }

    public int Stages { get; private set; }

    public static Schedule Of(IReadOnlyList<StaffedStep> steps, int defaultTimeout)
    {
        var keys = steps.Select(s => s.Step.Key).ToHashSet(StringComparer.Ordinal);
        var open = steps.DistinctBy(s => s.Step.Key, StringComparer.Ordinal).ToList();
        var ordered = new List<StaffedStep>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (open.FindIndex(s => s.Step.DependsOn.All(d => !keys.Contains(d) || done.Contains(d))) is var next and >= 0)
        {
            done.Add(open[next].Step.Key);
            ordered.Add(open[next]);
            open.RemoveAt(next);
        }
        var schedule = new Schedule([.. ordered, .. open], [.. open.Select(s => s.Step.Key)]);
        schedule.Measure(ordered, defaultTimeout);
        return schedule;
    }

    private void Measure(List<StaffedStep> sound, int defaultTimeout)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal);
        var depth = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in Order)
        {
            var longest = step.Step.DependsOn.Where(EndsAt.ContainsKey).OrderByDescending(d => EndsAt[d]).FirstOrDefault();
            before[step.Step.Key] = longest;
            depth[step.Step.Key] = step.Step.DependsOn.Where(depth.ContainsKey).Select(d => depth[d]).DefaultIfEmpty(0).Max() + 1;
            EndsAt[step.Step.Key] = (longest is null ? 0 : EndsAt[longest]) + Seconds(step, defaultTimeout);
        }
        TotalSeconds = EndsAt.Values.DefaultIfEmpty(0).Max();
        Stages = depth.Values.DefaultIfEmpty(0).Max();
        Slacken(sound, defaultTimeout);
        var path = new List<string>();
        for (var key = sound.OrderByDescending(s => EndsAt[s.Step.Key]).FirstOrDefault()?.Step.Key; key is not null; key = before[key])
            path.Insert(0, key);
        CriticalPath = path;
    }

    private void Slacken(List<StaffedStep> sound, int defaultTimeout)
    {
        var latest = sound.ToDictionary(s => s.Step.Key, _ => TotalSeconds, StringComparer.Ordinal);
        foreach (var step in Enumerable.Reverse(sound))
        {
            var starts = latest[step.Step.Key] - Seconds(step, defaultTimeout);
            foreach (var dependency in step.Step.DependsOn.Where(latest.ContainsKey))
                latest[dependency] = Math.Min(latest[dependency], starts);
        }
        foreach (var step in Order)
            Slack[step.Step.Key] = latest.TryGetValue(step.Step.Key, out var end) ? end - EndsAt[step.Step.Key] : 0;
    }

    private static int Seconds(StaffedStep step, int defaultTimeout) => step.Listing?.TimeoutSeconds ?? defaultTimeout;
}
