using System.Diagnostics.Metrics;

namespace RaptorFlow.Core.Cache;

/// <summary>What became of lookups.</summary>
internal readonly record struct LookupCounts(long Hits, long Misses, long Fresh)
{
    public static LookupCounts operator +(LookupCounts left, LookupCounts right) => new(left.Hits + right.Hits, left.Misses + right.Misses, left.Fresh + right.Fresh);
}

/// <summary>Lookups of one kind in one workspace that are not written yet.</summary>
internal readonly record struct UnwrittenLookups(Guid WorkspaceId, string Kind, LookupCounts Counts);

/// <summary>Counts what this process looks up: for the meter at once, and for each workspace's figures until they are written.</summary>
internal sealed class CacheLookups
{
    public const string MeterName = "RaptorFlow.Cache";

    private static readonly Counter<long> Meter = new Meter(MeterName).CreateCounter<long>("raptorflow.cache.lookups", "{lookup}", "Lookups by kind, and whether something was found: hit, miss or fresh.");

    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid WorkspaceId, string Kind), LookupCounts> _unwritten = [];

    public void Add(Guid workspaceId, string kind, LookupCounts counts)
    {
        Tell(kind, "hit", counts.Hits);
        Tell(kind, "miss", counts.Misses);
        Tell(kind, "fresh", counts.Fresh);
        lock (_lock)
            Plus(workspaceId, kind, counts);
    }

    /// <summary>Hands over what is to be written, up to so many; it is counted nowhere else from then on.</summary>
    public IReadOnlyList<UnwrittenLookups> Take(int most)
    {
        lock (_lock)
        {
            List<UnwrittenLookups> taken = [.. _unwritten.Take(most).Select(u => new UnwrittenLookups(u.Key.WorkspaceId, u.Key.Kind, u.Value))];
            foreach (var lookups in taken)
                _unwritten.Remove((lookups.WorkspaceId, lookups.Kind));
            return taken;
        }
    }

    /// <summary>Takes back what could not be written.</summary>
    public void PutBack(IEnumerable<UnwrittenLookups> taken)
    {
        lock (_lock)
        {
            foreach (var lookups in taken)
                Plus(lookups.WorkspaceId, lookups.Kind, lookups.Counts);
        }
    }

    private void Plus(Guid workspaceId, string kind, LookupCounts counts) => _unwritten[(workspaceId, kind)] = _unwritten.GetValueOrDefault((workspaceId, kind)) + counts;

    private static void Tell(string kind, string result, long times)
    {
        if (times > 0)
            Meter.Add(times, new("raptorflow.cache.kind", kind), new("raptorflow.cache.result", result));
    }
}
